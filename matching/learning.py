"""What staff chose and put aside → small, bounded weights of parts of the evidence.

A candidate's standing is its score times exp(θ · x). x says where its evidence comes
from: which part of it stands in which field of the need and of the offer, which part
comes from a word that many decisions were about. θ is
learned from pairs of candidates of one need of which one was chosen and one put aside:
a logistic regression on their difference (Bradley and Terry 1952), each need counting
once, with a ridge, every θ within bounds. Who somebody is does not enter: there is
nothing in x but fields and words, and words of names and of protected traits are left
out (`unweighed`). In which language somebody writes tells of who they are, too.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from matching.errors import MatchingError
from matching.unweighed import Unweighed

Floats = NDArray[np.float64]
Weights = Mapping[str, float]
"""θ by the name of what it weighs; what is missing weighs 0."""

BOUND = 1.5
"""No standing is more than so many times the score, or less than one such part."""
SHARPNESS = 4.0
"""How surely the higher standing is chosen: odds of two are standings to this power."""
RIDGE = (2 / math.log(BOUND)) ** 2
"""Before anything is known, a weight beyond half the bound is unlikely."""
LEAST_NEEDS = 10
"""From fewer needs nothing is learned."""
LEAST_OFFERS = 5
"""A word counts by itself only if so many offers of different people share it."""
MOST_TERMS = 10
TERM = "term:"
"""With which the name of what weighs a word begins."""
FOLDS = 5
SLIGHT = 0.005
"""A weight that is nearer to 0 is left out."""


class TooFewDecisions(MatchingError):
    """Too few needs (`needs`) have both a chosen candidate and one put aside."""

    code = "too_few_decisions"

    def __init__(self, *, needs: int) -> None:
        """Say how many there are and how many it takes."""
        super().__init__(needs=needs, least=LEAST_NEEDS)
        self.needs = needs


@dataclass(frozen=True, slots=True)
class Decision:
    """A candidate of a need that was chosen, or put aside for what it says.

    `evidence` is the JSON kept with it (`evidence.EvidenceJSON`), `owner` any name for
    whose offer it is: it only serves to count how many people share a word.
    """

    need: str
    owner: str
    chosen: bool
    evidence: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights, and what they were learned from.

    `before` and `after` are the mean parts of a need's pairs that the score alone and
    the standing put in the right order, each need judged by weights that were learned
    from the others (in `FOLDS` parts).
    """

    weights: Weights
    decisions: int
    needs: int
    pairs: int
    before: float
    after: float


def factor(weights: Weights, evidence: Mapping[str, Any]) -> float:
    """What a candidate's score is multiplied by, from 1 / `BOUND` to `BOUND`."""
    parts = _parts(evidence)
    total = math.fsum(weight * parts.get(name, 0.0) for name, weight in weights.items())
    return math.exp(min(max(total, -math.log(BOUND)), math.log(BOUND)))


def learn(decisions: Sequence[Decision], barred: Collection[str] = ()) -> Learned:
    """Learn weights from decisions.

    Args:
        decisions: in any order; needs with only chosen ones, or only ones put aside,
            are left out.
        barred: names of people and organisations; a word that is part of one, or has
            one in it, is never weighed.

    Raises:
        TooFewDecisions: fewer than `LEAST_NEEDS` needs are left.
    """
    groups: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        groups[decision.need].append(decision)
    needs = [
        group
        for _, group in sorted(groups.items())
        if {decision.chosen for decision in group} == {True, False}
    ]
    if len(needs) < LEAST_NEEDS:
        raise TooFewDecisions(needs=len(needs))
    unweighed = Unweighed(barred)
    before = after = 0.0
    for fold in range(FOLDS):
        weights = _fit([g for n, g in enumerate(needs) if n % FOLDS != fold], unweighed)
        for group in needs[fold::FOLDS]:
            before += _right(group, {})
            after += _right(group, weights)
    return Learned(
        weights=_fit(needs, unweighed),
        decisions=sum(map(len, needs)),
        needs=len(needs),
        pairs=sum(len(_pairs(group)) for group in needs),
        before=before / len(needs),
        after=after / len(needs),
    )


def _parts(evidence: Mapping[str, Any]) -> dict[str, float]:
    """Where the evidence comes from; the parts of each kind sum to 1 at most."""
    found: dict[str, float] = defaultdict(float)
    pairs, terms = evidence.get("evidence", ()), evidence.get("terms", ())
    shown = math.fsum(pair["share"] for pair in pairs)
    for pair in pairs:
        found[f"need:{pair['left']['field']}"] += pair["share"] / shown
        found[f"offer:{pair['right']['field']}"] += pair["share"] / shown
    whole = math.fsum(term["share"] for term in terms)
    for term in terms:
        found[TERM + term["term"]] += term["share"] / whole
    return dict(found)


def _names(needs: Sequence[Sequence[Decision]], unweighed: Unweighed) -> list[str]:
    """What is weighed: fields, and the words of most decisions."""
    plain: set[str] = set()
    owners: dict[str, set[str]] = defaultdict(set)
    for decision in (decision for group in needs for decision in group):
        for name in _parts(decision.evidence):
            if name.startswith(TERM):
                owners[name].add(decision.owner)
            else:
                plain.add(name)
    common = [
        name
        for name, people in owners.items()
        if len(people) >= LEAST_OFFERS and name.removeprefix(TERM) not in unweighed
    ]
    common.sort(key=lambda name: (-len(owners[name]), name))
    return [*sorted(plain), *common[:MOST_TERMS]]


def _fit(needs: Sequence[Sequence[Decision]], unweighed: Unweighed) -> Weights:
    """The weights that make the decisions of these needs likeliest."""
    names = _names(needs, unweighed)
    rows: list[list[float]] = []
    offsets: list[float] = []
    shares: list[float] = []
    for group in needs:
        pairs = _pairs(group)
        for chosen, other in pairs:
            good, bad = _parts(chosen.evidence), _parts(other.evidence)
            rows.append([good.get(n, 0.0) - bad.get(n, 0.0) for n in names])
            offsets.append(_log_score(chosen) - _log_score(other))
            shares.append(1.0 / len(pairs))
    x, offset, share = np.asarray(rows), np.asarray(offsets), np.asarray(shares)

    def loss(theta: Floats) -> tuple[float, Floats]:
        odds = SHARPNESS * (offset + x @ theta)
        value = share @ np.logaddexp(0.0, -odds) + RIDGE / 2 * theta @ theta
        slope = -SHARPNESS * share * np.exp(-np.logaddexp(0.0, odds))
        return float(value), x.T @ slope + RIDGE * theta

    limit = math.log(BOUND)
    found = minimize(
        loss,
        np.zeros(len(names)),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-limit, limit)] * len(names),
    )
    weights = zip(names, found.x.tolist(), strict=True)
    return {name: weight for name, weight in weights if abs(weight) >= SLIGHT}


def _pairs(group: Sequence[Decision]) -> list[tuple[Decision, Decision]]:
    chosen = [decision for decision in group if decision.chosen]
    others = [decision for decision in group if not decision.chosen]
    return [(one, other) for one in chosen for other in others]


def _right(group: Sequence[Decision], weights: Weights) -> float:
    """The part of a need's pairs in the right order; a tie counts half."""
    pairs = _pairs(group)
    gaps = [_standing(one, weights) - _standing(other, weights) for one, other in pairs]
    return math.fsum(0.5 * (1.0 + float(np.sign(gap))) for gap in gaps) / len(pairs)


def _standing(decision: Decision, weights: Weights) -> float:
    return float(decision.evidence["score"]) * factor(weights, decision.evidence)


def _log_score(decision: Decision) -> float:
    return math.log(decision.evidence["score"])
