"""Measures of a ranking. In all of them a tie counts against the ranking."""

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import TypeVar

K = TypeVar("K")


def rank_of(scores: Mapping[K, float], right: K) -> int | None:
    """Place of the right answer, 1 being first; None if it scored nothing.

    Whatever scores as much as the right answer stands before it.
    """
    score = scores.get(right, 0.0)
    if score <= 0.0:
        return None
    return sum(other >= score for other in scores.values())


def ndcg_at(k: int, ranks: Sequence[int | None]) -> float:
    """Mean nDCG@k of questions that have one right answer each.

    Järvelin and Kekäläinen 2002: 1 / log2(1 + rank), nothing beyond k.
    """
    return _mean(
        1.0 / math.log2(1 + rank) if rank is not None and rank <= k else 0.0
        for rank in ranks
    )


def recall_at(k: int, ranks: Sequence[int | None]) -> float:
    """Share of questions whose right answer is among the first k."""
    return _mean(float(rank is not None and rank <= k) for rank in ranks)


def graded_ndcg_at(
    k: int, grades: Mapping[K, int], scores: Mapping[K, float]
) -> float | None:
    """nDCG@k of one question by graded answers; None where no grade is above 0.

    The gain is 2^grade - 1 (Burges et al. 2005), discounted as in `ndcg_at`. What
    has no grade counts 0; what scores nothing or less is not in the ranking.
    """
    ideal = _discounted(sorted(grades.values(), reverse=True)[:k])
    found = [grades.get(key, 0) for key in _ranked(grades, scores)[:k]]
    return _discounted(found) / ideal if ideal else None


def graded_recall_at(
    k: int, least: int, grades: Mapping[K, int], scores: Mapping[K, float]
) -> float | None:
    """Share of the answers graded `least` or more that are among the first k.

    None where there is no such answer.
    """
    right = {key for key, grade in grades.items() if grade >= least}
    found = right.intersection(_ranked(grades, scores)[:k])
    return len(found) / len(right) if right else None


def read_grades(file: Path) -> dict[str, dict[str, int]]:
    """Question → answer → grade, from a CSV file with need, candidate and grade."""
    grades: dict[str, dict[str, int]] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            grades.setdefault(row["need"], {})[row["candidate"]] = int(row["grade"])
    return grades


def expertise_loss(
    ratings: Mapping[str, Mapping[str, float]],
    scores: Mapping[str, Mapping[str, float]],
) -> float:
    """How wrongly scores order what people rated, 0 perfect and 0.5 chance.

    Both map a person to needs to a number. Over each person's pairs of needs
    that they rated differently: the gap of the pairs in wrong order, and half
    of it for a tie, divided by all gaps. Stelmakh et al. 2023, arXiv
    2303.16750. A need without a score counts as 0.
    """
    gaps = [
        rating_gaps(rated, scores.get(person, {})) for person, rated in ratings.items()
    ]
    total = math.fsum(every for _, every in gaps)
    return math.fsum(wrong for wrong, _ in gaps) / total if total else 0.0


def rating_gaps(
    rated: Mapping[str, float], scores: Mapping[str, float]
) -> tuple[float, float]:
    """One person's part of `expertise_loss`: the gaps in wrong order, and all gaps."""
    wrong = total = 0.0
    for left, right in combinations(sorted(rated), 2):
        gap = rated[left] - rated[right]
        order = gap * (scores.get(left, 0.0) - scores.get(right, 0.0))
        total += abs(gap)
        if order <= 0.0:
            wrong += abs(gap) * (0.5 if order == 0.0 else 1.0)
    return wrong, total


def _ranked(grades: Mapping[K, int], scores: Mapping[K, float]) -> list[K]:
    """What scored, best first; of a tie the worse grade stands first."""
    scored = [key for key, score in scores.items() if score > 0.0]
    return sorted(scored, key=lambda key: (-scores[key], grades.get(key, 0)))


def _discounted(grades: Sequence[int]) -> float:
    return math.fsum(
        (2**grade - 1) / math.log2(1 + rank) for rank, grade in enumerate(grades, 1)
    )


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return math.fsum(listed) / len(listed) if listed else 0.0
