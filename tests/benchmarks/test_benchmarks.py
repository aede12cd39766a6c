import csv
import gzip
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import expertise, retrieval, shared_index
from benchmarks.data import document


def write(file: Path, lines: Iterable[dict[str, Any]]) -> None:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "wt", encoding="utf-8") as out:
        for line in lines:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    texts = ["橋はコンクリートで作られた。", "窯の温度は千度を超える。", "川"]
    write(
        tmp_path / "docs.jsonl.gz",
        [{"id": n, "text": text} for n, text in enumerate(texts)],
    )
    write(
        tmp_path / "queries.jsonl.gz",
        [
            {"text": "橋は何で作られましたか。", "doc": 0},
            {"text": "窯の温度は?", "doc": 1},
            {"text": "山の高さは?", "doc": 2},
        ],
    )
    return tmp_path


@pytest.fixture
def people(tmp_path: Path) -> Path:
    write(
        tmp_path / "needs.jsonl",
        [
            {"id": "n1", "title": "Bridges", "text": "Cracks in concrete bridges"},
            {"id": "n2", "title": "Pottery", "text": None},
        ],
    )
    for sample in (1, 2):
        write(
            tmp_path / f"people_{sample}.jsonl.gz",
            [
                {
                    "id": "p",
                    "works": [{"title": "Concrete cracks", "text": "of bridges"}],
                },
                {"id": "q", "works": [{"title": "Glazing pottery", "text": None}]},
            ],
        )
    with (tmp_path / "ratings.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["person", "need", "expertise"])
        rows.writerows([("p", "n1", 5), ("p", "n2", 1), ("q", "n1", 2), ("q", "n2", 4)])
    return tmp_path


def test_retrieval(questions: Path) -> None:
    assert retrieval.measure(questions) == {
        "ndcg@10": 0.6667,
        "recall@10": 0.6667,
        "queries": 3,
    }


def test_expertise(people: Path) -> None:
    assert expertise.measure(people) == {
        "loss": 0.0,
        "samples": [0.0, 0.0],
        "people": 2,
    }


def test_a_text_that_is_too_long_is_cut() -> None:
    assert len(document("text", "1", text="橋" * 60_000).fields[0].text) == 50_000


@pytest.mark.parametrize("name", ["retrieval", "expertise"])
def test_a_command_prints_one_line_of_json(
    name: str, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue("questions" if name == "retrieval" else "people")
    command = [sys.executable, "-m", f"benchmarks.{name}", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (line,) = done.stdout.splitlines()
    assert json.loads(line)
    assert done.stderr == ""


def test_a_command_without_a_folder_says_how_it_is_used() -> None:
    command = [sys.executable, "-m", "benchmarks.retrieval", "/nowhere"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "python -m benchmarks.retrieval DIR" in done.stderr


def test_answers_from_an_index_that_is_replaced() -> None:
    counted = shared_index.measure(40, entries=40)
    assert counted["generations"] > 0
    assert (counted["answers"], counted["wrong"]) == (40, 0)
    assert counted["forms_told_apart"] > 0
