"""Learning from decisions: what is read, what is in use, what would change."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from accounts.models import Organisation
from catalogue.models import Need, Researcher
from matching.learning import TERM, Decision, factor
from matching.unweighed import Unweighed
from recommendations.documents import MATCHED_NEEDS
from recommendations.enums import OF_THE_TEXT, PairingState, WeightsState
from recommendations.models import LearnedWeights, Pairing
from recommendations.participants import offerer_key
from recommendations.quoting import Quoting

CHOSEN = (PairingState.SHORTLISTED, PairingState.INTRODUCED)
FIRST = 5
_NAMES = ("name_ja", "name_en", "kana")


@dataclass(frozen=True)
class Reordered:
    """A need whose first ``FIRST`` candidates a version would change."""

    need: Need
    before: list[Pairing]
    after: list[Pairing]


@dataclass(frozen=True)
class Changes:
    """What a version would change in the present rankings of ``needs`` open needs."""

    needs: int
    other_first: int
    reordered: list[Reordered]


def weights_in_use() -> Mapping[str, float]:
    """Return the weights by which candidates are ordered; empty if there are none."""
    used = LearnedWeights.objects.filter(state=WeightsState.USED).first()
    return still_weighed(used.weights) if used is not None else {}


def still_weighed(weights: Mapping[str, float]) -> Mapping[str, float]:
    """Return weights without those of words that are not weighed, or not any more.

    Weights may be older than a name, or than what is known to be a protected trait.
    """
    words = [name for name in weights if name.startswith(TERM)]
    if not words:
        return weights
    unweighed = _unweighed(tuple(names()))
    left_out = {word for word in words if word.removeprefix(TERM) in unweighed}
    return {name: weights[name] for name in weights if name not in left_out}


@lru_cache(maxsize=1)
def _unweighed(told: tuple[str, ...]) -> Unweighed:
    """Read names once until they change: each need is ordered by itself."""
    return Unweighed(told)


def decisions() -> list[Decision]:
    """Return what staff chose, and what was refused for what the texts say.

    Refused are what staff put aside and what whoever was asked called not their field.
    """
    decided = Pairing.objects.filter(state__in=[*CHOSEN, PairingState.DISMISSED])
    rows = decided.with_reasons()
    quoting = Quoting()
    return [
        Decision(
            need=row.need.public_id,
            owner=offerer_key(row.expertise),
            chosen=row.reason not in OF_THE_TEXT,
            evidence=quoting.kept(row.evidence, row.need) | {"score": row.score},
        )
        for row in rows.select_related("need__organisation", "expertise").order_by("pk")
        if row.state in CHOSEN or row.reason in OF_THE_TEXT
    ]


def names() -> list[str]:
    """Return the names of people and organisations, which are never weighed."""
    people = Researcher.objects.values_list(*_NAMES)
    houses = Organisation.objects.values_list(*_NAMES, "short_ja", "short_en")
    return [name for row in (*people, *houses) for name in row if name]


def changes(weights: Mapping[str, float]) -> Changes:
    """Return what weights would change among the candidates that are proposed now."""
    weights = still_weighed(weights)
    groups: dict[int, list[Pairing]] = defaultdict(list)
    rows = Pairing.objects.filter(need__state__in=MATCHED_NEEDS)
    rows = rows.exclude(state=PairingState.DISMISSED)
    for row in rows.select_related("need", "expertise").best_first():
        groups[row.need_id].append(row)
    reordered = []
    other_first = 0
    for before in groups.values():
        after = sorted(before, key=lambda row: -row.score * factor_under(weights, row))
        other_first += before[0] != after[0]
        if before[:FIRST] != after[:FIRST]:
            found = Reordered(before[0].need, before[:FIRST], after[:FIRST])
            reordered.append(found)
    reordered.sort(key=lambda found: found.before[0] == found.after[0])
    return Changes(len(groups), other_first, reordered)


def factor_under(weights: Mapping[str, float], row: Pairing) -> float:
    """Return the factor a candidate would get; a decided one keeps its own."""
    if row.state != PairingState.SUGGESTED:
        return row.factor
    return factor(weights, row.evidence)
