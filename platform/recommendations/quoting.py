"""What of a kept evidence may still be shown.

Evidence is a copy: the name of a poster who withholds it since, or a telephone number
entered since, may stand in a sentence that was harmless when it was quoted.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from catalogue.models import Need
from catalogue.selectors.anonymity import tells_poster
from matching import Evidence

Tells = Callable[[str], bool]


class Quoting:
    """Leaves out of evidence what tells who posts an anonymous need.

    One for a page: each poster's details are read once, however many pairings there
    are. Scores and the shares that are left stay as they were.
    """

    def __init__(self) -> None:
        """Know of no poster yet."""
        self._tells: dict[int, Tells] = {}

    def kept(self, evidence: Mapping[str, Any], need: Need) -> dict[str, Any]:
        """Return the JSON of a pairing's or a meeting's evidence as it may be shown.

        The need stands on the left.
        """
        tells = self._of(need)
        pairs, terms = evidence.get("evidence", []), evidence.get("terms", [])
        return {
            **evidence,
            "terms": [term for term in terms if not tells(term["term"])],
            "evidence": [pair for pair in pairs if not tells(pair["left"]["sentence"])],
        }

    def fresh(self, evidence: Evidence, need: Need) -> Evidence:
        """Return what the matcher says of a need that it found, as it may be shown.

        The need stands on the right; what is on the left is the asker's own.
        """
        tells = self._of(need)
        return replace(
            evidence,
            terms=tuple(term for term in evidence.terms if not tells(term.term)),
            pairs=tuple(p for p in evidence.pairs if not tells(p.right.sentence)),
        )

    def _of(self, need: Need) -> Tells:
        if need.pk not in self._tells:
            self._tells[need.pk] = tells_poster(need)
        return self._tells[need.pk]
