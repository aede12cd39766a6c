"""A ranking of all pairs on disk, chunk by chunk: work can be taken up again."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from matching.errors import SavedIndexMissing
from matching.ranking import AllPairs, Ranking
from matching.version import FITTED

_MANIFEST = "ranking.json"

Progress = Callable[[int, int], None]


def store_ranking(
    pairs: AllPairs, folder: Path, progress: Progress = lambda done, all: None
) -> None:
    """Rank all pairs into a folder; what it holds of the same ranking is kept.

    `progress` is told after each chunk how many are done, and of how many. Whoever
    stops in between loses the chunk in hand. Side effects: files in the folder;
    those of another ranking are removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    manifest = _describe(pairs)
    if _manifest(folder) != manifest:
        for old in folder.glob("chunk-*"):
            old.unlink()
        _write(folder / _MANIFEST, json.dumps(manifest).encode())
    for chunk in range(len(pairs)):
        file = _file(folder, chunk)
        if not file.exists():
            found = pairs[chunk]
            rows = np.concatenate(
                [found.lefts[:, np.newaxis], found.rights, found.scores], axis=1
            )
            part = file.with_suffix(".part")
            with part.open("wb") as opened:
                np.save(opened, rows)
            os.replace(part, file)
        progress(chunk + 1, len(pairs))


def stored_ranking(folder: Path) -> Iterator[Ranking]:
    """The chunks of a ranking. Raises `SavedIndexMissing` where one is missing."""
    manifest = _manifest(folder)
    if manifest is None:
        raise SavedIndexMissing(path=str(folder))
    for chunk in range(manifest["chunks"]):
        file = _file(folder, chunk)
        if not file.exists():
            raise SavedIndexMissing(path=str(file))
        rows = np.load(file)
        rights, scores = np.split(rows[:, 1:], 2, axis=1)
        yield Ranking(rows[:, 0].astype(np.int64), rights.astype(np.int64), scores)


def _describe(pairs: AllPairs) -> dict[str, Any]:
    """What makes two rankings the same."""
    base = pairs.index.base
    content = hashlib.sha256(base.keys.strings.content.data)
    content.update(base.documents.content.data)
    return {
        "version": FITTED,
        "catalogue": content.hexdigest(),
        "dictionary": pairs.index.dictionary.digest,
        "left": pairs.left_kind,
        "right": pairs.right_kind,
        "top": pairs.top,
        "chunks": len(pairs),
    }


def _manifest(folder: Path) -> Any:
    try:
        return json.loads((folder / _MANIFEST).read_bytes())
    except FileNotFoundError:
        return None


def _write(file: Path, content: bytes) -> None:
    part = file.with_suffix(".part")
    part.write_bytes(content)
    os.replace(part, file)


def _file(folder: Path, chunk: int) -> Path:
    return folder / f"chunk-{chunk:06}.npy"
