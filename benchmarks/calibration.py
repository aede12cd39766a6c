"""Where the bands lie: `python -m benchmarks.calibration DIR`.

Two things are held against the scores on the demonstration catalogue: the graded pairs,
and texts on other subjects, which should find nothing: passages of an encyclopaedia
(`DIR/retrieval-ja`) and papers on computing (`DIR/expertise`). For each language the
limits are the lowest hundredths at which

- of the texts on other subjects at most one in ten gets an answer (the floor);
- of the graded pairs nine in ten are worth introducing (related);
- of the graded pairs nine in ten fit well, grade 3 (strong).

Prints one line of JSON.
"""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.data import document, folder_argument, read_lines
from benchmarks.demonstration import demonstration
from benchmarks.graded.measure import (
    GRADES,
    WORTH_INTRODUCING,
    Languages,
    score_needs,
)
from matching import Document, Matcher
from matching.evaluation import read_grades

BEST_GRADE = 3
MOST_ANSWERED = 0.1
LEAST_RIGHT = 0.9
EVERY = 5
STEPS = np.arange(1, 100) / 100
Floats = NDArray[np.float64]


def measure(folder: Path) -> dict[str, dict[str, float]]:
    """Language → limit → score."""
    return {
        "ja": _limits("both", _strangers(_passages(folder))),
        "en": _limits("en", _strangers(_papers(folder))),
    }


def _limits(languages: Languages, strangers: Floats) -> dict[str, float]:
    """Limits from graded pairs in these languages and the strangers' best scores.

    Pairs with Japanese are read in both languages, as the product compares them.
    """
    grades = read_grades(GRADES)
    pairs = np.asarray(
        [
            (scores[candidate], grade)
            for need, scores in score_needs(languages).items()
            for candidate, grade in grades[need].items()
        ]
    )

    def right(least: int) -> Callable[[float], bool]:
        return lambda limit: (
            float(np.mean(pairs[pairs[:, 0] >= limit, 1] >= least)) >= LEAST_RIGHT
        )

    return {
        "floor": _lowest(lambda at: float(np.mean(strangers >= at)) <= MOST_ANSWERED),
        "related": _lowest(right(WORTH_INTRODUCING)),
        "strong": _lowest(right(BEST_GRADE)),
    }


def _lowest(holds: Callable[[float], bool]) -> float:
    return next(step for step in STEPS.tolist() if holds(step))


def _strangers(texts: list[Document]) -> Floats:
    """Best score of each text on another subject in the demonstration catalogue."""
    matcher = Matcher().fit([*demonstration("need"), *demonstration("expertise")])
    best = [max(matcher.score_all(t, kinds=["expertise"]).values()) for t in texts]
    return np.asarray(best)


def _passages(folder: Path) -> list[Document]:
    lines = list(read_lines(folder / "retrieval-ja" / "docs.jsonl.gz"))[::EVERY]
    return [document("text", str(line["id"]), text=line["text"]) for line in lines]


def _papers(folder: Path) -> list[Document]:
    return [
        document("text", line["id"], title=line["title"], text=line["text"])
        for line in read_lines(folder / "expertise" / "needs.jsonl")
    ]


if __name__ == "__main__":
    print(json.dumps(measure(folder_argument(__doc__ or ""))))
