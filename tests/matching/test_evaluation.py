import math

import pytest

from matching.evaluation import (
    expertise_loss,
    graded_ndcg_at,
    graded_recall_at,
    ndcg_at,
    rank_of,
    rating_gaps,
    recall_at,
)


@pytest.mark.parametrize(
    ("scores", "rank"),
    [
        ({"a": 3.0, "b": 2.0, "c": 1.0}, 2),
        ({"a": 2.0, "b": 2.0, "c": 2.0}, 3),
        ({"b": 0.1}, 1),
        ({"a": 1.0, "b": 0.0}, None),
        ({}, None),
    ],
)
def test_rank_counts_ties_against(scores: dict[str, float], rank: int | None) -> None:
    assert rank_of(scores, "b") == rank


def test_ndcg_and_recall() -> None:
    ranks = [1, 2, 11, None]
    assert ndcg_at(10, ranks) == pytest.approx((1 + 1 / math.log2(3)) / 4)
    assert recall_at(10, ranks) == 0.5
    assert (ndcg_at(10, []), recall_at(10, [])) == (0.0, 0.0)


def test_loss() -> None:
    ratings = {"p": {"a": 5.0, "b": 3.0, "c": 3.0}, "q": {"a": 1.0, "b": 2.0}}
    right = {"p": {"a": 0.9, "b": 0.5, "c": 0.1}, "q": {"a": 0.1, "b": 0.2}}
    wrong = {
        person: {need: -score for need, score in needs.items()}
        for person, needs in right.items()
    }
    tied = {person: dict.fromkeys(needs, 0.5) for person, needs in right.items()}
    assert expertise_loss(ratings, right) == 0.0
    assert expertise_loss(ratings, wrong) == 1.0
    assert expertise_loss(ratings, tied) == 0.5
    assert expertise_loss(ratings, {}) == 0.5
    assert expertise_loss({}, {}) == 0.0


def test_loss_weighs_by_the_gap() -> None:
    ratings = {"p": {"a": 5.0, "b": 1.0, "c": 2.0}}
    # Only b and c stand the wrong way round: 1 of 4 + 3 + 1.
    assert expertise_loss(ratings, {"p": {"a": 9.0, "b": 2.0, "c": 1.0}}) == 0.125


def test_graded_ndcg_prefers_what_was_graded_higher() -> None:
    grades = {"a": 3, "b": 1, "c": 0}
    assert graded_ndcg_at(5, grades, {"a": 0.9, "b": 0.5, "c": 0.1}) == 1.0
    # b first gains 1, then a 7 / log2(3), of at most 7 + 1 / log2(3).
    swapped = graded_ndcg_at(5, grades, {"a": 0.5, "b": 0.9, "ungraded": 0.1})
    assert swapped == pytest.approx((1 + 7 / 1.58496) / (7 + 1 / 1.58496), abs=1e-5)
    assert graded_ndcg_at(1, grades, {"c": 0.9, "a": 0.5}) == 0.0


def test_graded_ties_and_zeros_count_against_the_ranking() -> None:
    assert graded_ndcg_at(1, {"a": 3, "b": 0}, {"a": 0.5, "b": 0.5}) == 0.0
    assert graded_ndcg_at(5, {"a": 3}, {"a": 0.0}) == 0.0
    assert graded_ndcg_at(5, {"a": 0}, {"a": 0.5}) is None


def test_graded_recall_counts_from_the_least_grade_on() -> None:
    grades = {"a": 3, "b": 2, "c": 1}
    scores = {"a": 0.1, "c": 0.5, "b": 0.4}
    assert graded_recall_at(2, 2, grades, scores) == 0.5
    assert graded_recall_at(3, 2, grades, scores) == 1.0
    assert graded_recall_at(2, 2, {"c": 1}, scores) is None


def test_rating_gaps_are_one_persons_part_of_the_loss() -> None:
    rated = {"a": 5.0, "b": 1.0, "c": 2.0}
    assert rating_gaps(rated, {"a": 9.0, "b": 2.0, "c": 1.0}) == (1.0, 8.0)
    assert rating_gaps(rated, {}) == (4.0, 8.0)
