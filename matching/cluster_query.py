"""The first ranking that a cluster makes for a text, and how far it can be wrong.

A score is a product times a factor of two lengths (`lengths`). The cluster sums the
product, and has part of the factor in the weights that it keeps (`evened`); the rest
depends on the document's length only little, so it has a highest value.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.cluster_entries import ALONE, BOTH, evened, term, token
from matching.documents import LANGS, Lang
from matching.index import Index
from matching.lengths import divisors, joint_length
from matching.vectorizer import Floats
from matching.weights import Weights

MOST = 1_000
"""Clauses of a query: a cluster takes 1,024 at least."""

# The cluster cuts a weight off behind 9 significant bits and sums in 32; and a factor
# may be a little higher between two lengths of the grid than at either. Its lengths are
# in usual ones; beyond them a factor is as it is at its ends.
_LOST = 1.015
_LENGTHS: Floats = np.geomspace(1e-3, 1e5, 2_000)

Boosts = dict[tuple[str, str], float]
"""What a feature counts, by the field in which it is looked for and its name there."""


@dataclass(frozen=True, slots=True)
class FirstRanking:
    """How a cluster is asked for a text.

    A document is found by that of its `ways` that gives most: the text beside the
    document's in the same language, across languages, and, where the text speaks both,
    both as one. A document that the cluster gives the score s has `reach` times s at
    most; unless clauses had to be left out, which then are the lightest (`MOST`).
    """

    ways: Mapping[str, Boosts]
    reach: float

    @classmethod
    def of(
        cls, index: Index, query: Sequence[Weights], usual: Floats
    ) -> "FirstRanking":
        """The ranking of a query that was weighed in an index.

        `usual` are the usual lengths by which the cluster keeps its weights.
        """
        means = dict(zip(LANGS, usual.tolist(), strict=True))
        ways: dict[str, Boosts] = {}
        reach = 1.0
        several = len(query) > 1
        for part in query:
            for lang in LANGS:
                level, highest = _levels(part.length, means[part.lang], means[lang])
                reach = max(reach, highest / level)
                own = lang == part.lang
                # Another text's language is no reason to be found where both have it.
                boosts = ways.setdefault(ALONE if several and own else "", {})
                for number, value in _said(index, part, lang):
                    boosts[lang, term(number)] = value * level
        if several:
            length = joint_length([part.length for part in query]).item()
            mean = joint_length(usual).item()
            level, highest = _levels(length, mean, mean)
            reach = max(reach, highest / level)
            ways[BOTH] = {
                (BOTH, term(number, part.lang)): value * level
                for part in query
                for number, value in _said(index, part, part.lang)
            }
        return cls(*_limited(ways, reach))

    def request(self, kinds: Collection[str]) -> dict[str, Any]:
        """The body of the query."""
        queries = []
        for way, boosts in self.ways.items():
            only: list[dict[str, Any]] = [{"terms": {"kind": sorted(kinds)}}]
            if way == ALONE:
                only.append({"term": {ALONE: True}})
            clauses = [
                {"term": {field: {"value": name, "boost": boost}}}
                for (field, name), boost in boosts.items()
            ]
            # A condition around all ways would keep the cluster from leaving out what
            # cannot be among the best.
            found = {"should": clauses, "minimum_should_match": 1, "filter": only}
            queries.append({"bool": found})
        return queries[0] if len(queries) == 1 else {"dis_max": {"queries": queries}}


def _limited(
    ways: Mapping[str, Boosts], reach: float
) -> tuple[dict[str, Boosts], float]:
    """The heaviest clauses, as parts of the heaviest: a boost may be 64 at most.

    Of those that weigh the same the first by name stay, whatever their order here.
    """
    every = sorted(
        (-boost, way, name)
        for way, boosts in ways.items()
        for name, boost in boosts.items()
    )
    if not every:
        return {}, reach
    highest = -every[0][0]
    found: dict[str, Boosts] = {}
    for negative, way, name in every[:MOST]:
        found.setdefault(way, {})[name] = -negative / highest
    return found, reach * highest * _LOST


def _said(index: Index, part: Weights, lang: Lang) -> list[tuple[int, float]]:
    """What each feature that is said in a language is multiplied by in a product."""
    spoken = np.flatnonzero(index.spoken(part, lang))
    values = (part.values * part.idf)[spoken].tolist()
    names = [part.features[place] for place in spoken.tolist()]
    return list(zip(map(token, names), values, strict=True))


def _levels(length: float, ours: float, theirs: float) -> tuple[float, float]:
    """What a kept product counts beside a text of this length and at most.

    The first for a document of usual length, the second for that of any length for
    which it is most.
    """
    lengths = np.append(_LENGTHS, 1.0) * (theirs or 1.0)
    factors = 1.0 / divisors(length, lengths, ours, theirs)
    factors /= evened(lengths, theirs)
    return factors[-1].item(), factors.max().item()
