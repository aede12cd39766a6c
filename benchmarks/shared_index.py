"""Answers from a saved index that is replaced: `python -m benchmarks.shared_index [N]`.

Two processes answer N questions together from one folder, while a third refits the
catalogue in two forms by turns and saves each. Every answer is compared, evidence and
all, with what a matcher gives that was fitted to one of the forms and never saved.
"""

import hashlib
import json
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.generate import Generator
from matching import Matcher

ENTRIES = 500
QUESTIONS = 50
READERS = 2
KEPT = 10
"""Answers from an index before it is opened anew."""

Form = int
Sums = list[set[str]]


def measure(answers: int, entries: int = ENTRIES) -> dict[str, Any]:
    """Count answers, wrong ones, and the generations of the index meanwhile."""
    made = Generator()
    matchers = [_fitted(made, form, entries) for form in (0, 1)]
    questions = _questions(made)
    right = [{_answer(matcher, one) for matcher in matchers} for one in questions]
    saved = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(READERS, get_context("spawn")) as pool,
    ):
        path = Path(folder)
        matchers[0].save(path)
        share = answers // READERS
        reading = [pool.submit(_wrong, path, share, right) for _ in range(READERS)]
        while not all(one.done() for one in reading):
            saved += 1
            matchers[saved % 2].refit()
            matchers[saved % 2].save(path)
        wrong = sum(one.result() for one in reading)
    return {
        "answers": share * READERS,
        "entries": entries,
        "forms_told_apart": sum(len(sums) == 2 for sums in right),
        "generations": saved,
        "wrong": wrong,
    }


def _fitted(made: Generator, form: Form, entries: int) -> Matcher:
    """A matcher of one of two catalogues, half of which they share."""
    half = entries // 2
    others = range(half + form * half, entries + form * half)
    return Matcher().fit(
        made.document("expertise", number) for number in [*range(half), *others]
    )


def _questions(made: Generator) -> list[str]:
    return [
        made.document("question", number).fields[2].text[:300]
        for number in range(QUESTIONS)
    ]


def _wrong(path: Path, answers: int, right: Sums) -> int:
    """How many of so many answers no fitted matcher gives."""
    questions = _questions(Generator())
    wrong = 0
    for turn in range(answers):
        if turn % KEPT == 0:
            matcher = Matcher.load(path)
        number = turn % QUESTIONS
        wrong += _answer(matcher, questions[number]) not in right[number]
    return wrong


def _answer(matcher: Matcher, question: str) -> str:
    """A sum of an answer with its scores and all its evidence."""
    answer = repr(matcher.match(question, kinds=["expertise"], limit=3))
    return hashlib.sha256(answer.encode()).hexdigest()


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)))
