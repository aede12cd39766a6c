"""An index on disk: numpy arrays and lines of JSON, whole or not at all.

A folder holds generations, each a folder of its own, and the file `CURRENT`,
which names the one to read. A save writes a new generation and then swaps
`CURRENT`, so a reader sees the old one or the new one and never half of it.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from matching.documents import Document, Field
from matching.errors import (
    SavedIndexDamaged,
    SavedIndexMissing,
    SavedIndexOutdated,
)
from matching.index import Index, Row
from matching.version import VERSION

_CURRENT = "CURRENT"
_MANIFEST = "manifest.json"
_ARRAYS = ("data", "indices", "indptr", "lengths", "frequencies")


def save(index: Index, path: Path) -> None:
    """Write an index to a folder, in place of what it held."""
    index = index.refit()
    path.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="generation-", dir=path))
    arrays = {
        "data": index.fitted.data,
        "indices": index.fitted.indices,
        "indptr": index.fitted.indptr,
        "lengths": index.lengths,
        "frequencies": index.frequencies,
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    features = sorted(index.vocabulary, key=index.vocabulary.__getitem__)
    _write_lines(folder / "features.jsonl", features[: len(index.frequencies)])
    _write_lines(folder / "rows.jsonl", ([*row.key, row.lang] for row in index.rows))
    _write_lines(folder / "documents.jsonl", map(_to_json, index.documents.values()))
    manifest = {
        "version": VERSION,
        "files": {file.name: _digest(file) for file in sorted(folder.iterdir())},
    }
    _write_lines(folder / _MANIFEST, [manifest])
    _swap(path, folder.name)


def load(path: Path) -> Index:
    """Read an index; its matrix stays on disk, mapped into memory.

    Raises `SavedIndexMissing`, `SavedIndexDamaged` or `SavedIndexOutdated`.
    """
    try:
        name = (path / _CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise SavedIndexMissing(path=str(path)) from None
    folder = path / Path(name).name
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
        if manifest["version"] != VERSION:
            raise SavedIndexOutdated(found=manifest["version"], expected=VERSION)
        for file, digest in manifest["files"].items():
            if _digest(folder / file) != digest:
                raise SavedIndexDamaged(path=str(folder / file))
        return _read(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SavedIndexDamaged(path=str(folder), reason=str(error)) from error


def _read(folder: Path) -> Index:
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
    features = _read_lines(folder / "features.jsonl")
    rows = tuple(
        Row((kind, id), lang) for kind, id, lang in _read_lines(folder / "rows.jsonl")
    )
    documents = map(_from_json, _read_lines(folder / "documents.jsonl"))
    held = {document.key: document for document in documents}
    places: dict[tuple[str, str], tuple[int, ...]] = {key: () for key in held}
    for place, row in enumerate(rows):
        places[row.key] += (place,)
    shape = (len(rows), len(features))
    matrix = csr_matrix(
        (arrays["data"], arrays["indices"], arrays["indptr"]), shape=shape, copy=False
    )
    return Index(
        documents=held,
        rows=rows,
        places=places,
        vocabulary={feature: column for column, feature in enumerate(features)},
        frequencies=arrays["frequencies"],
        fitted=matrix,
        added=csr_matrix((0, shape[1]), dtype=np.float64),
        lengths=arrays["lengths"],
        alive=np.ones(len(rows), dtype=np.bool_),
        changes=0,
    )


def _swap(path: Path, name: str) -> None:
    """Make a generation the current one and drop the others."""
    new = path / f"{_CURRENT}.{name}"
    new.write_text(name, encoding="utf-8")
    os.replace(new, path / _CURRENT)
    for other in path.glob("generation-*"):
        if other.name != name:
            shutil.rmtree(other)


def _to_json(document: Document) -> list[Any]:
    fields = [[field.name, field.lang, field.text] for field in document.fields]
    return [document.id, document.kind, fields]


def _from_json(line: list[Any]) -> Document:
    id, kind, fields = line
    return Document(id, kind, tuple(Field(*field) for field in fields))


def _write_lines(file: Path, values: Iterable[Any]) -> None:
    with file.open("w", encoding="utf-8") as lines:
        for value in values:
            lines.write(json.dumps(value, ensure_ascii=False) + "\n")
        lines.flush()
        os.fsync(lines.fileno())


def _read_lines(file: Path) -> list[Any]:
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _digest(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
