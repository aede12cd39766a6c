import json
import subprocess
import sys

import pytest

from benchmarks.engines import ENGINES

FIGURES = {
    "engine",
    "entries",
    "questions",
    "rebuild_per_s",
    "own_p50_ms",
    "own_p95_ms",
    "bare_p50_ms",
    "bare_p95_ms",
    "p95_over_bare",
    "save_until_found_ms_max",
    "disk_mib",
    "memory_mib",
}


@pytest.mark.parametrize(
    "engine",
    [
        pytest.param(name, marks=pytest.mark.elasticsearch)
        if name == "elasticsearch"
        else name
        for name in ENGINES
    ],
)
def test_one_line_of_json_tells_all_figures(engine: str) -> None:
    command = [sys.executable, "-m", "benchmarks.search_load", "30", "--questions", "5"]
    done = subprocess.run(
        [*command, "--engine", engine], capture_output=True, text=True, check=True
    )
    (line,) = done.stdout.splitlines()
    found = json.loads(line)
    assert found.keys() >= FIGURES
    assert (found["engine"], found["entries"], found["questions"]) == (engine, 30, 5)
    assert done.stderr == ""
