"""The file behind the path of an embedded engine, exchanged at once for a new one.

The path is the file itself or, once it was exchanged, a link to it. SQLite keeps its
log beside the file, under the file's own name: a log never meets another file, whoever
still has the old one open.
"""

from __future__ import annotations

import secrets
from pathlib import Path

_LOGS = ("-wal", "-shm")


def beside(path: Path) -> Path:
    """Name a new file that may take the place of the one at a path."""
    return path.with_name(f"{path.stem}-{secrets.token_hex(4)}{path.suffix}")


def put_in_place(path: Path, file: Path) -> None:
    """Let a path mean a file made `beside` it, from one moment to the next.

    Side effects: all other files made for this path are deleted. Who has one open goes
    on reading it.
    """
    link = path.with_name(f"{path.name}.link")
    link.unlink(missing_ok=True)
    link.symlink_to(file.name)
    was_the_file = not path.is_symlink()
    link.replace(path)
    if was_the_file:
        _delete(path, *_LOGS)
    for other in path.parent.glob(f"{path.stem}-*{path.suffix}"):
        if other != file:
            delete(other)


def delete(path: Path) -> None:
    """Delete what a path means, with its logs."""
    for known in {path.resolve(), path}:
        _delete(known, "", *_LOGS, ".lock")


def _delete(path: Path, *endings: str) -> None:
    for ending in endings:
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
