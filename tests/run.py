"""The whole suite: on SQLite, and beside it on PostgreSQL where a server is named.

``make test`` calls this. It ends with one line on what was left out, and how to get it.
``make coverage`` calls it with ``--coverage``: then it tells besides what was not run
through, and whether that is little enough. Counting makes it much slower.
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
    *("api", "cms", "design", "desk", "web", "indexing/test_leaks.py"),
)
"""Run on SQLite alone: no database or their own, or pages of pinned counts, or what an
index tells, whatever database it was filled from."""

TOGETHER = ("indexing/test_cluster.py", "indexing/test_faults.py")
"""What several machines have together, which have PostgreSQL as well: run there, and on
SQLite only where no PostgreSQL is named."""

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


def run_on_postgresql(arguments: list[str], output: IO[bytes]) -> bool:
    """Run what may differ on PostgreSQL; tell whether all passed.

    In one process: followers of the feed wait for every transaction of the server, that
    of another test as well.
    """
    return run("postgresql", [*without(ONCE), *arguments], output)


def without(paths: tuple[str, ...]) -> list[str]:
    """Return the arguments that leave these tests out."""
    return [f"--ignore=tests/{path}" for path in paths]


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
    counted = "--coverage" in chosen
    if counted:
        chosen.remove("--coverage")
    arguments = [*COUNTING, *chosen] if counted else chosen
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
    if named:
        spread += without(TOGETHER)
    with tempfile.TemporaryFile() as told, ThreadPoolExecutor() as beside:
        if named:
            second = beside.submit(run_on_postgresql, arguments, told)
        print("== SQLite", flush=True)
        good = run("sqlite", [*spread, *arguments], DATABASE_HOST="")
        if named:
            good &= second.result()
            told.seek(0)
            print("== PostgreSQL", told.read().decode(), sep="\n", flush=True)
    if counted and named:
        combine = [sys.executable, "-m", "coverage", "combine", "--quiet"]
        subprocess.run([*combine, f"{DATA}.sqlite", f"{DATA}.postgresql"], check=True)
        good &= all([covered(*bound) for bound in COVERED.items()])
    if not named:
        left_out.append("PostgreSQL (start one and set DATABASE_HOST)")
        if counted:
            left_out.append("the bounds of coverage, which take both databases")
    if left_out:
        print(f"Left out: {'; '.join(left_out)}.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
