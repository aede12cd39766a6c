"""Which clauses a cluster is asked by."""

import numpy as np
import pytest

from matching import Matcher, cluster_query
from matching.cluster_query import FirstRanking
from tests.factories.matching import offers

USUAL = np.ones(2)


def test_of_clauses_that_weigh_the_same_always_the_same_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    matcher = Matcher().fit(offers())
    query = matcher.weigh("橋梁の点検にドローンを使う Inspecting bridges with drones")
    whole = FirstRanking.of(matcher.index, query, USUAL)
    weights = sorted(b for way in whole.ways.values() for b in way.values())[::-1]
    tied = next(n for n in range(1, len(weights)) if weights[n] == weights[n - 1])

    monkeypatch.setattr(cluster_query, "MOST", tied)
    kept = FirstRanking.of(matcher.index, query, USUAL)
    again = FirstRanking.of(matcher.index, query[::-1], USUAL)

    assert sum(map(len, kept.ways.values())) == tied
    assert again.ways == kept.ways
