"""How well a person answers a text, by how well each of their texts does."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import numpy as np

K = TypeVar("K")

EXPONENT = 4.0
"""What a person's best texts count above the others: 1 is the mean of all, and the
larger, the nearer to the best one alone."""


def person_score(scores: Iterable[float]) -> float:
    """Score of a person: the power mean of the scores, 0 and up, of all their texts.

    Every text counts, the best by far the most, and there is no number of texts
    from which on the next one is ignored. It lies between the mean and the best.
    """
    values = np.fromiter(scores, np.float64)
    if not len(values):
        return 0.0
    return float(np.mean(values**EXPONENT) ** (1.0 / EXPONENT))


def people_scores(
    scores: Mapping[K, float], authors: Mapping[K, str]
) -> dict[str, float]:
    """Person → score, from the score and the author of each text.

    Raises `KeyError` for an author's text that has no score.
    """
    texts: dict[str, list[float]] = {}
    for key, author in authors.items():
        texts.setdefault(author, []).append(scores[key])
    return {author: person_score(held) for author, held in texts.items()}
