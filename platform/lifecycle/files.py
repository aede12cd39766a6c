"""Files that several processes share: one writer, never half a file."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on ``path`` (made when missing) for the block.

    Waits while another process or thread holds it; the system frees it if the
    process dies.
    """
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def replace_text(path: Path, text: str) -> None:
    """Put ``text`` into ``path`` so that readers see the old or the new, whole."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    beside.write_text(text)
    beside.replace(path)
