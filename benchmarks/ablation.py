"""What each part of the method adds: `python -m benchmarks.ablation DIR`.

DIR holds `retrieval-ja` and `expertise` (README.md); the graded set is our own. Each
part is taken out by itself, all else staying as it is, and a table in Markdown tells
what changes.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.data import folder_argument, read_ratings
from benchmarks.expertise import PeopleScores, score_samples
from benchmarks.graded import measure as graded
from benchmarks.graded.measure import GRADES, score_needs
from benchmarks.retrieval import rank_answers
from matching import analysis, lengths, people
from matching.evaluation import graded_ndcg_at, ndcg_at, rating_gaps, read_grades
from matching.vectorizer import TextVectorizer

RESAMPLINGS = 1000
Floats = NDArray[np.float64]


class Measured(NamedTuple):
    """Parts of a measure by what is resampled: a question, a person, a need.

    The measure is the sum of `parts` divided by the sum of `weights`.
    """

    parts: Floats
    weights: Floats


def weights(**values: float) -> AbstractContextManager[Any]:
    """Other parameters of the weights, wherever they are taken from the defaults."""
    return patch.dict(TextVectorizer.__init__.__kwdefaults__, values)


VARIANTS: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "as it is": nullcontext,
    "no compounds": lambda: weights(compound=0.0, latin_compound=0.0),
    "compounds of English as of Japanese": lambda: weights(latin_compound=0.3),
    "compounds of Japanese as of English": lambda: weights(compound=0.5),
    "repetition in English as in Japanese": lambda: weights(latin_saturation=0.6),
    "repetition in Japanese as in English": lambda: weights(saturation=1.0),
    "each word counted once": lambda: weights(saturation=0.0, latin_saturation=0.0),
    "light words left out": lambda: weights(light=0.0),
    "light words as others": lambda: weights(light=1.0),
    "no other words of the dictionary": lambda: patch.object(
        graded, "dictionary", dict
    ),
    "plain cosine": lambda: patch.object(lengths, "SLOPE", 1.0),
    "a person: the mean of all works": lambda: patch.object(people, "EXPONENT", 1.0),
    "a person: the best work, nearly": lambda: patch.object(people, "EXPONENT", 64.0),
}


def measure(folder: Path) -> dict[str, Measured]:
    """Every measure of the matcher as it is now, by name."""
    gains = [ndcg_at(10, [rank]) for rank in rank_answers(folder / "retrieval-ja")]
    ratings = read_ratings(folder / "expertise" / "ratings.csv")
    samples = score_samples(folder / "expertise")
    return {
        "questions, nDCG@10": _plain(gains),
        "expertise, loss": _over_people(ratings, samples, rating_gaps),
        "papers known to a person, misplaced": _over_people(
            ratings, samples, _misplaced
        ),
        "graded needs, nDCG@5": _plain(_graded()),
    }


def _graded() -> list[float]:
    grades = read_grades(GRADES)
    found = [graded_ndcg_at(5, grades[id], held) for id, held in score_needs().items()]
    return [gain for gain in found if gain is not None]


def _misplaced(
    rated: Mapping[str, float], scores: Mapping[str, float]
) -> tuple[float, float]:
    """Of the pairs of a paper that a person rated and one that others did: how many
    stand the wrong way round (a tie is half of one), and how many there are."""
    others = np.sort([score for need, score in scores.items() if need not in rated])
    own = [scores[need] for need in rated if need in scores]
    above = len(others) - np.searchsorted(others, own, side="right")
    level = np.searchsorted(others, own, side="right") - np.searchsorted(others, own)
    return float(above.sum() + level.sum() / 2), float(len(own) * len(others))


def _over_people(
    ratings: Mapping[str, Mapping[str, float]],
    samples: Sequence[PeopleScores],
    count: Callable[[Mapping[str, float], Mapping[str, float]], tuple[float, float]],
) -> Measured:
    """What is counted wrong and in all of each person, over all samples."""
    counts = [
        [count(rated, scores.get(person, {})) for scores in samples]
        for person, rated in ratings.items()
    ]
    wrong, every = np.asarray(counts).sum(axis=1).T
    return Measured(wrong, every)


def _plain(values: Sequence[float]) -> Measured:
    return Measured(np.asarray(values), np.ones(len(values)))


def interval(found: Measured, base: Measured | None = None) -> tuple[float, ...]:
    """The measure, or its difference from a base, and the 95 % interval of either.

    Percentiles of `RESAMPLINGS` resamplings of the items with replacement (Efron
    1979), the same items for both.
    """
    size = len(found.parts)
    drawn = np.random.default_rng(0).integers(0, size, (RESAMPLINGS, size))
    whole = np.arange(size)[None, :]
    values, spread = (_ratios(found, rows) for rows in (whole, drawn))
    if base is not None:
        values, spread = values - _ratios(base, whole), spread - _ratios(base, drawn)
    return float(values[0]), *np.percentile(spread, [2.5, 97.5]).tolist()


def table(folder: Path, names: Sequence[str] = tuple(VARIANTS)) -> list[str]:
    """Lines of the table, the first variant being what the others are held against."""
    lines: list[str] = []
    base: dict[str, Measured] = {}
    # The same sentences are read for every variant: what was cut is kept.
    cut = lru_cache(maxsize=None)(analysis._words)
    for name in names:
        with VARIANTS[name](), patch.object(analysis, "_words", cut):
            found = measure(folder)
        if base:
            told = [
                "{:+.3f} [{:+.3f}, {:+.3f}]".format(*interval(one, base[key]))
                for key, one in found.items()
            ]
        else:
            base = found
            lines = [f"| | {' | '.join(found)} |", "|---" * (len(found) + 1) + "|"]
            told = [
                "{:.3f} [{:.3f}, {:.3f}]".format(*interval(one))
                for one in found.values()
            ]
        lines.append(f"| {name} | {' | '.join(told)} |".replace("-", "−"))
    return lines


def _ratios(found: Measured, rows: NDArray[np.int64]) -> Floats:
    ratios: Floats = found.parts[rows].sum(axis=1) / found.weights[rows].sum(axis=1)
    return ratios


if __name__ == "__main__":
    print("\n".join(table(folder_argument(__doc__ or ""))))
