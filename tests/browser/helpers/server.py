"""The product as an installation runs it: set up by ``renkei``, served by gunicorn."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "renkei-demo"
STARTS_WITHIN = 120.0  # seconds, on a busy machine


@dataclass(frozen=True)
class Site:
    """A running installation."""

    url: str
    data: Path


def set_up(data: Path) -> None:
    """Fill a folder with database, demonstration region and index.

    Raises:
        RuntimeError: the command failed; with what it printed.
    """
    command = [sys.executable, "-m", "config", "setup"]
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(data), capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"renkei setup failed:\n{done.stdout}\n{done.stderr}")


@contextmanager
def serve(data: Path) -> Iterator[Site]:
    """Serve a folder that is set up, on a free port, until the block ends.

    Raises:
        RuntimeError: the server did not start; with what it printed.
    """
    port = _free_port()
    log = data / "server.log"
    command = [sys.executable, "-m", "gunicorn"]
    command += ["--config", "python:config.gunicorn", "config.wsgi"]
    with log.open("w") as output:
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(data) | {"PORT": str(port)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(f"{url}/healthz", server, log)
            yield Site(url=url, data=data)
        finally:
            server.terminate()
            server.wait(30)


def _environment(data: Path) -> dict[str, str]:
    """Return the variables of an embedded installation, not those of the suite."""
    ours = ("REGION_DIR", "DATABASE_HOST", "DJANGO_SETTINGS_MODULE")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {
        "DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "platform"), str(ROOT)]),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")
