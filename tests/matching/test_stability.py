"""An entry that has nothing to do with a question hardly changes its answer.

docs/matching.md states the bound and why it holds.
"""

import math
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Matcher
from tests.factories.matching import document
from tests.matching.oracle import Oracle

SUBJECTS = (
    "溶接 排水 汚泥 橋梁 点検 選果 看護 堆肥 養殖 海苔 陶器 釉薬 林業 間伐 竹林 地震 "
    "津波 避難 防災 観光 温泉 英語 算数 図書 演劇 楽器 酒蔵 醤油 麹菌 茶葉"
).split()
ELSEWHERE = "惑星 彗星 銀河 隕石".split()


def entries() -> list[str]:
    random = Random(7)
    return [
        "。".join(random.choices(SUBJECTS, k=random.randint(3, 9))) for _ in range(200)
    ]


DOCUMENTS = [document(str(n), text) for n, text in enumerate(entries())]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher().fit(DOCUMENTS)


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return Oracle(DOCUMENTS)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=6),
    st.lists(st.sampled_from(ELSEWHERE), min_size=1, max_size=2),
)
def test_an_unrelated_entry_changes_scores_and_the_first_only_within_the_bound(
    matcher: Matcher, oracle: Oracle, asked: list[str], other: list[str]
) -> None:
    question = "。".join(asked)
    stranger = document("stranger", "。".join(other))
    [row] = oracle.read(stranger).values()
    commonest = max(oracle.df.values())
    assert commonest <= len(DOCUMENTS) / 2
    assert oracle.length(row) <= 2 * oracle.usual["ja"]
    bound = (1 + 1.5 / len(DOCUMENTS)) ** 6

    before = matcher.score_all(question, kinds=["expertise"])
    grown = matcher.asking_with({})
    grown.put(stranger)
    grown.refit()
    after = grown.score_all(question, kinds=["expertise"])

    assert after.pop(stranger.key) == 0
    for key, score in before.items():
        assert score / bound <= after[key] + 1e-12
        assert after[key] <= score * bound + 1e-12
    first = max(after, key=after.__getitem__)
    assert before[first] >= max(before.values()) / bound**2 - 1e-12


@pytest.mark.parametrize("size", [10, 1_000])
def test_the_bound_covers_how_much_a_word_can_gain(size: int) -> None:
    """A word of half of the entries gains most, and less than 1.5 in so many."""
    half = Oracle([document(str(n)) for n in range(size)])
    more = Oracle([document(str(n)) for n in range(size + 1)])
    for oracle in (half, more):
        oracle.df["橋"] = size // 2
    assert more.idf("橋") / half.idf("橋") <= 1 + 1.5 / size
    assert math.isclose(half.idf("橋"), math.log(2), rel_tol=0.1)
