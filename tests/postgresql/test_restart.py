"""PostgreSQL is restarted while the product saves and follows: nothing is lost."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest

from tests.postgresql.server import Server

pytestmark = pytest.mark.postgresql_server

ROOT = Path(__file__).resolve().parents[2]
RESTARTS = {5: "immediate", 15: "fast", 25: "immediate"}
"""After so many confirmed saves, how the server is stopped."""

RUN = """
import django
django.setup()
from tests.postgresql.installation import main
main()
"""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.remove()


def started(server: Server, log: TextIO) -> subprocess.Popen[str]:
    """Start the product on a server of its own."""
    own = {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)]),
    }
    return subprocess.Popen(
        [sys.executable, "-c", RUN],
        cwd=ROOT,
        env=os.environ | server.environment() | own,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )


def test_no_save_is_lost_or_doubled(server: Server, tmp_path: Path) -> None:
    saved, away, last = 0, 0.0, ""
    with (tmp_path / "log").open("w") as log, started(server, log) as process:
        assert process.stdout is not None
        for line in process.stdout:
            last = line
            saved += line == "saved\n"
            if line == "saved\n" and saved in RESTARTS:
                began = time.monotonic()
                server.restart(RESTARTS[saved])
                away = max(away, time.monotonic() - began)
    assert process.returncode == 0, (tmp_path / "log").read_text()

    found = json.loads(last)
    confirmed, in_index = found["confirmed"], found["in_index"]
    kept = set(found["in_database"])
    lost = set(confirmed) - kept | kept - set(in_index)
    doubled = len(confirmed) - len(set(confirmed)) + len(in_index) - len(set(in_index))
    print(
        f"PostgreSQL restarted: times={len(RESTARTS)} away={away:.1f}s "
        f"broken_off={found['broken_off']} lost={len(lost)} doubled={doubled}"
    )
    assert saved == len(confirmed)
    assert found["broken_off"] > 0
    assert (lost, doubled, found["wrong"]) == (set(), 0, 0)
    assert set(in_index) == kept
