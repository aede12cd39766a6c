"""A PostgreSQL server of a test's own, which may be broken off in the middle."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
USER = "renkei"


class Server:
    """A server in a folder of its own, on a free port of this machine."""

    def __init__(self) -> None:
        # The server's user has to reach it, which a folder of pytest's is closed to.
        self._folder = Path(tempfile.mkdtemp(prefix="renkei-postgresql-"))
        if getpass.getuser() == "root":
            shutil.chown(self._folder, "postgres")
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self._port: int = listener.getsockname()[1]
        self._run("initdb", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-p {self._port} -c listen_addresses=127.0.0.1"
        options += f" -c unix_socket_directories={self._folder} -c fsync=off"
        self._run("pg_ctl", "-w", "-l", f"{self._folder}/log", "-o", options, "start")

    def environment(self) -> dict[str, str]:
        """Return the variables by which the product finds the server."""
        return {
            "DATABASE_HOST": "127.0.0.1",
            "DATABASE_PORT": str(self._port),
            "DATABASE_NAME": "postgres",
            "DATABASE_USER": USER,
            "DATABASE_PASSWORD": "any",
        }

    def restart(self, mode: str) -> None:
        """Break off all that runs and start again; ``immediate`` is a crash."""
        log = f"{self._folder}/log"
        self._run("pg_ctl", "-w", "-m", mode, "-l", log, "restart")

    def remove(self) -> None:
        """Stop the server and delete its folder."""
        self._run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(self._folder)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(BINARIES[-1] / program), "-D", f"{self._folder}/data"]
        if getpass.getuser() == "root":
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(
            [*command, *arguments],
            cwd=self._folder,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
            # The server that is started keeps what it inherits: never a pipe of ours.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if done.returncode:
            log = self._folder / "log"
            said = log.read_text() if log.exists() else ""
            raise RuntimeError(f"{program} failed:\n{said}")


def obstacle() -> str | None:
    """Say why no server can be had here; None where one can."""
    if not BINARIES:
        return "the restarts of PostgreSQL (apt install postgresql)"
    return None
