"""The whole suite: on SQLite, then on PostgreSQL where a server is named.

``make test`` calls this. It ends with one line on what was left out, and how to get it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.elasticsearch.server import obstacle, obstacle_to_faults

PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile"]
COVERAGE = ["--cov", "--cov-branch", "--cov-report="]
# The floors whose behaviour depends on the database run on both.
BOTH = [
    f"tests/{name}"
    for name in (
        "lifecycle",
        "accounts",
        "catalogue",
        "recommendations",
        "curation",
        "projects",
        "notifications",
    )
]


def run(arguments: list[str], **variables: str) -> bool:
    """Run pytest; tell whether all was well."""
    command = [*PYTEST, *COVERAGE, *arguments]
    return subprocess.run(command, env=os.environ | variables).returncode == 0


def main() -> int:
    """Run the suite on every database at hand."""
    left_out = []
    if shutil.which("chromium") is None:
        left_out.append("the browser tests (install Chromium: apt install chromium)")
    left_out += dict.fromkeys(filter(None, (obstacle(), obstacle_to_faults())))
    server = os.environ.get("DATABASE_HOST", "")
    print("== SQLite", flush=True)
    good = run(sys.argv[1:], DATABASE_HOST="")
    if server:
        print("== PostgreSQL", flush=True)
        good &= run([*BOTH, "--cov-append", *sys.argv[1:]])
    else:
        left_out.append("PostgreSQL (start one and set DATABASE_HOST)")
    report = [sys.executable, "-m", "coverage", "report", "--skip-covered"]
    subprocess.run(report, check=True)
    if left_out:
        print(f"Left out: {'; '.join(left_out)}.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
