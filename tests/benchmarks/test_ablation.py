from pathlib import Path

import numpy as np
import pytest

from benchmarks.ablation import Measured, interval, table, weights
from matching.vectorizer import TextVectorizer
from tests.benchmarks.test_benchmarks import people, questions

__all__ = ["people", "questions"]


def test_a_difference_is_taken_on_the_same_items() -> None:
    base = Measured(np.asarray([0.1, 0.5, 0.9]), np.ones(3))
    better = Measured(base.parts + 0.1, np.ones(3))
    assert interval(better, base) == pytest.approx((0.1, 0.1, 0.1))
    value, low, high = interval(base)
    assert value == pytest.approx(0.5)
    assert 0.1 <= low < value < high <= 0.9


def test_weights_are_put_back() -> None:
    with weights(compound=0.0):
        assert TextVectorizer().compound == 0.0
    assert TextVectorizer().compound > 0.0


def test_the_table_tells_what_a_part_adds(
    tmp_path: Path, questions: Path, people: Path
) -> None:
    for name in ("retrieval-ja", "expertise"):
        (tmp_path / name).symlink_to(tmp_path)
    with (tmp_path / "needs.jsonl").open("a") as needs:
        needs.write('{"id": "n3", "title": "Rivers", "text": null}\n')
    head, rule, base, without = table(tmp_path, ["as it is", "no compounds"])
    assert head.startswith("| | questions, nDCG@10 | expertise, loss |")
    assert rule == "|---|---|---|---|---|"
    assert base.startswith("| as it is | 0.667 [")
    assert without.startswith("| no compounds | +0.000 [+0.000, +0.000] |")
