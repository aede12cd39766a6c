"""A fitted catalogue on disk: one numpy file an array, whole or not at all.

A folder holds generations, each a folder of its own, and the file `CURRENT`,
which names the one to read. A save writes a new generation and then swaps
`CURRENT`, so a reader sees the old one or the new one and never half of it; who
has mapped the old one keeps it until it lets go.
"""

import json
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_128_hexdigest

from matching.base import Base
from matching.errors import (
    SavedIndexDamaged,
    SavedIndexMissing,
    SavedIndexOutdated,
)
from matching.version import FITTED

_CURRENT = "CURRENT"
_MANIFEST = "manifest.json"
_GENERATION = "generation-"


def save(base: Base, path: Path) -> None:
    """Write a catalogue to a folder, in place of what it held.

    One process at a time: the caller holds the lock of the folder.
    """
    path.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_GENERATION, dir=path))
    files = {}
    for name, array in base.arrays().items():
        file = folder / f"{name}.npy"
        with file.open("wb") as opened:
            np.save(opened, array)
            _to_disk(opened)
        files[file.name] = _sum(file)
    manifest = {"version": FITTED, "xxh3_128": files}
    with (folder / _MANIFEST).open("w", encoding="utf-8") as opened:
        json.dump(manifest, opened)
        _to_disk(opened)
    _swap(path, folder.name)


def load(path: Path) -> Base:
    """Open a catalogue; it stays on disk, mapped into memory.

    Raises `SavedIndexMissing`, `SavedIndexDamaged` or `SavedIndexOutdated`.
    """
    name = _current(path)
    while True:
        try:
            return _read(path / name)
        except SavedIndexDamaged:
            # A save since then may have taken the folder away.
            newer = _current(path)
            if newer == name:
                raise
            name = newer


def _current(path: Path) -> str:
    try:
        name = (path / _CURRENT).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SavedIndexMissing(path=str(path)) from None
    except ValueError:
        raise SavedIndexDamaged(path=str(path / _CURRENT)) from None
    if not name.startswith(_GENERATION) or "/" in name or "\0" in name:
        raise SavedIndexDamaged(path=str(path / _CURRENT))
    return name


def _read(folder: Path) -> Base:
    """The catalogue of one generation, every file checked against the manifest."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
        version, sums = manifest["version"], manifest["xxh3_128"]
        if version != FITTED:
            raise SavedIndexOutdated(found=version, expected=FITTED)
        files = [folder / name for name in sums]
        # Sums are made outside the interpreter's lock, so threads share the work.
        with ThreadPoolExecutor() as pool:
            for file, found in zip(files, pool.map(_sum, files), strict=True):
                if found != sums[file.name]:
                    raise SavedIndexDamaged(path=str(file))
        return Base.from_arrays({file.stem: _mapped(file) for file in files})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SavedIndexDamaged(path=str(folder), reason=str(error)) from error


def _mapped(file: Path) -> NDArray[Any]:
    """An array that stays on disk, its pages shared by all who map it."""
    return np.asarray(np.load(file, mmap_mode="r"))


def _swap(path: Path, name: str) -> None:
    """Make a generation the current one and drop the others."""
    new = path / f"{_CURRENT}.{name}"
    new.write_text(name, encoding="utf-8")
    os.replace(new, path / _CURRENT)
    for other in path.glob(f"{_GENERATION}*"):
        if other.name != name:
            shutil.rmtree(other)


def _to_disk(file: IO[Any]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sum(file: Path) -> str:
    """A sum that tells damage, not malice: it must not take longer than the reading."""
    return xxh3_128_hexdigest(np.memmap(file, np.uint8, "r").data)
