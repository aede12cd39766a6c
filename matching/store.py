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
from typing import IO, Any

import numpy as np
from scipy.sparse import csr_matrix

from matching.documents import Document, Field
from matching.errors import (
    SavedIndexDamaged,
    SavedIndexMissing,
    SavedIndexOutdated,
)
from matching.index import Index
from matching.vectorizer import TextVectorizer
from matching.version import VERSION

_CURRENT = "CURRENT"
_MANIFEST = "manifest.json"
_GENERATION = "generation-"
_ARRAYS = (
    "data",
    "indices",
    "indptr",
    "lengths",
    "owners",
    "languages",
    "frequencies",
)
_FILES = (
    *(f"{name}.npy" for name in _ARRAYS),
    "features.jsonl",
    "documents.jsonl",
)


def save(index: Index, path: Path) -> None:
    """Write an index to a folder, in place of what it held.

    One process at a time: the caller holds the lock of the folder.
    """
    index = index.refit()
    vectorizer = index.vectorizer
    path.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_GENERATION, dir=path))
    arrays = {
        "data": index.fitted.data,
        "indices": index.fitted.indices,
        "indptr": index.fitted.indptr,
        "lengths": index.lengths,
        "owners": index.owners,
        "languages": index.languages,
        "frequencies": vectorizer.frequencies_,
    }
    for name, array in arrays.items():
        with (folder / f"{name}.npy").open("wb") as file:
            np.save(file, array)
            _to_disk(file)
    features = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
    _write_lines(folder / "features.jsonl", features)
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


def _read(folder: Path) -> Index:
    """The index of one generation, every file checked against the manifest."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_bytes())
        version, digests = manifest["version"], manifest["files"]
        if version != VERSION:
            raise SavedIndexOutdated(found=version, expected=VERSION)
        for name in _FILES:
            if _digest(folder / name) != digests[name]:
                raise SavedIndexDamaged(path=str(folder / name))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SavedIndexDamaged(path=str(folder), reason=str(error)) from error
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
    documents = map(_from_json, _read_lines(folder / "documents.jsonl"))
    held = {document.key: document for document in documents}
    vectorizer = TextVectorizer()
    features = _read_lines(folder / "features.jsonl")
    vectorizer.vocabulary_ = {name: column for column, name in enumerate(features)}
    vectorizer.frequencies_ = arrays["frequencies"]
    vectorizer.documents_ = len(held)
    matrix = csr_matrix(
        (arrays["data"], arrays["indices"], arrays["indptr"]),
        shape=(len(arrays["owners"]), len(features)),
        copy=False,
    )
    return Index.of_rows(
        documents=held,
        owners=arrays["owners"],
        languages=arrays["languages"],
        vectorizer=vectorizer,
        matrix=matrix,
        lengths=arrays["lengths"],
    )


def _swap(path: Path, name: str) -> None:
    """Make a generation the current one and drop the others."""
    new = path / f"{_CURRENT}.{name}"
    new.write_text(name, encoding="utf-8")
    os.replace(new, path / _CURRENT)
    for other in path.glob(f"{_GENERATION}*"):
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
            lines.write(json.dumps(value) + "\n")
        _to_disk(lines)


def _to_disk(file: IO[Any]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _read_lines(file: Path) -> list[Any]:
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _digest(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
