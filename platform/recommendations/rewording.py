"""What another dictionary would change in what is proposed for needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.models import Need
from catalogue.selectors.synonyms import read_dictionary
from matching import Matcher
from recommendations.actions.suggestions import not_to_be_asked
from recommendations.documents import MATCHED_NEEDS
from recommendations.engine import engine

FIRST = 5
MOST_NEEDS = 200
"""More needs are not compared, so that the page does not keep anybody waiting."""


@dataclass(frozen=True)
class Reworded:
    """Open needs that say a word of the dictionary, and what another would change.

    ``saying`` is how many say it; ``compared`` how many of them, the newest first,
    were compared; ``changed`` are those whose first ``FIRST`` candidates would be
    others, or stand in another order, by the words alone: learned weights do not count.
    """

    saying: int
    compared: int
    changed: list[Need]


def reworded(words: Iterable[str], then: Mapping[str, Sequence[str]]) -> Reworded:
    """Try another dictionary on the open needs that say one of some words.

    Args:
        words: those that the two dictionaries take differently.
        then: for each word, what it may be called as well.

    Side effects: the matcher takes in what changed since it last looked.
    """
    # Both of one moment, whatever changes meanwhile.
    now = engine().current().asking_with(read_dictionary())
    other = now.asking_with(then)
    said = {ident for word in words for _, ident in now.saying(word, kinds=["need"])}
    needs = Need.objects.filter(state__in=MATCHED_NEEDS, public_id__in=said)
    compared = list(needs.order_by("-pk")[:MOST_NEEDS])
    changed = [need for need in compared if _first(now, need) != _first(other, need)]
    return Reworded(needs.count(), len(compared), changed)


def _first(matcher: Matcher, need: Need) -> list[str]:
    barred = set(not_to_be_asked(need))
    best = matcher.best_beside(
        ("need", need.public_id), kinds=["expertise"], limit=FIRST + len(barred)
    )
    return [key[1] for key, _ in best if key not in barred][:FIRST]
