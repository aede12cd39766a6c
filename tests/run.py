"""The whole suite: on SQLite, and beside it on PostgreSQL where a server is named.

``make test`` calls this. It ends with one line on what was left out, and how to get it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.elasticsearch import server as elasticsearch
from tests.postgresql import server as postgresql

PYTEST = [sys.executable, "-m", "pytest", "-q"]
COUNTING = ["--cov", "--cov-branch", "--cov-report="]
DATA = ".coverage"
ONCE = (
    *("architecture", "benchmarks", "browser", "matching", "postgresql", "search"),
    *("api", "cms", "design", "desk", "web"),
)
"""Folders run on SQLite alone: no database or their own, or pages of pinned counts."""

BACKENDS = "tests/lifecycle"
"""Of its two backends of jobs, one works on SQLite alone, the other on PostgreSQL: what
these tests run through is counted on both, all else once. Counting is slow."""

COVERED = {"platform/lifecycle": 98, "platform/curation": 98, "matching": 98, "": 90}
"""Per cent of lines and branches that the suite has to run through, by folder."""


def run(
    name: str, arguments: list[str], output: IO[bytes] | None = None, **variables: str
) -> bool:
    """Run pytest; what is counted goes into a file of its own. Tell whether all passed.

    Side effects: prints, or writes to ``output``.
    """
    environment = os.environ | variables | {"COVERAGE_FILE": f"{DATA}.{name}"}
    command = [*PYTEST, *arguments]
    done = subprocess.run(command, env=environment, stdout=output, stderr=output)
    return done.returncode == 0


def run_on_postgresql(chosen: list[str], output: IO[bytes]) -> bool:
    """Run what may differ on PostgreSQL; tell whether all passed.

    One process at a time: followers of the feed wait for every transaction of the
    server, that of another test as well.
    """
    if chosen:
        return run("postgresql", chosen, output)
    once = [f"--ignore=tests/{folder}" for folder in ONCE]
    good = run("postgresql", [BACKENDS, *COUNTING], output)
    return run("postgresql", [*once, f"--ignore={BACKENDS}"], output) and good


def covered(folder: str, percent: int) -> bool:
    """Print what of a folder was not run through; tell whether it is little enough."""
    command = [sys.executable, "-m", "coverage", "report", "--skip-covered"]
    command += [f"--fail-under={percent}"]
    if folder:
        command += [f"--include={folder}/*"]
    print(f"== Coverage of {folder or 'everything'}: at least {percent} %", flush=True)
    return subprocess.run(command).returncode == 0


def main() -> int:
    """Run the suite on every database at hand."""
    chosen = sys.argv[1:]
    left_out = []
    if shutil.which("chromium") is None:
        left_out.append("the browser tests (install Chromium: apt install chromium)")
    obstacles = (
        elasticsearch.obstacle(),
        elasticsearch.obstacle_to_faults(),
        postgresql.obstacle(),
    )
    left_out += dict.fromkeys(filter(None, obstacles))
    # In their order: the browser's long files come early, so that none is left alone.
    spread = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    named = bool(os.environ.get("DATABASE_HOST"))
    with tempfile.TemporaryFile() as told, ThreadPoolExecutor() as beside:
        if named:
            second = beside.submit(run_on_postgresql, chosen, told)
        print("== SQLite", flush=True)
        good = run("sqlite", [*spread, *COUNTING, *chosen], DATABASE_HOST="")
        if named:
            good &= second.result()
            told.seek(0)
            print("== PostgreSQL", told.read().decode(), sep="\n", flush=True)
    if named and not chosen:
        combine = [sys.executable, "-m", "coverage", "combine", "--quiet"]
        subprocess.run([*combine, f"{DATA}.sqlite", f"{DATA}.postgresql"], check=True)
        good &= all([covered(*bound) for bound in COVERED.items()])
    if not named:
        left_out.append(
            "PostgreSQL and the bounds of coverage (start one and set DATABASE_HOST)"
        )
    if left_out:
        print(f"Left out: {'; '.join(left_out)}.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
