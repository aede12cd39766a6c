import json
import subprocess
import sys

from benchmarks.faithfulness import measure
from tests.factories.matching import document, field, offers


def test_text_that_makes_the_score_costs_it_and_other_text_does_not() -> None:
    need = document(
        "n", field("ドローンで橋を見たい。今年は雨がとても多くて困る。"), kind="need"
    )
    found = measure("ja", [need], offers())
    assert found["n"] == 1
    assert found["shown"] == 1.0
    assert found["other"] < 0.0
    assert found["share"] == 1.0
    low, high = found["interval"]
    assert low <= found["shown"] - found["other"] <= high


def test_a_need_that_is_quoted_whole_is_left_out() -> None:
    need = document("n", field("ドローンで橋を見たい。"), kind="need")
    whole = document(
        "m", field("排水の微生物を育てる。今年は雨がとても多くて困る。"), kind="need"
    )
    found = measure("ja", [need, whole], offers())
    assert (found["n"], found["left_out"]) == (1, 1)


def test_the_command_prints_one_line_of_json() -> None:
    command = [sys.executable, "-m", "benchmarks.faithfulness"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (line,) = done.stdout.splitlines()
    found = json.loads(line)
    # Shown text must carry the score: a little under what was measured.
    assert found["ja"]["share"] >= 0.95
    assert found["en"]["share"] >= 0.78
    assert found["ja"]["interval"][0] > 0.3
    assert found["en"]["interval"][0] > 0.15
