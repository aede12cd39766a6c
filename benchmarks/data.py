"""Reading the benchmark folders. The forms are described in README.md."""

import csv
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matching import MAX_LENGTH, Document, Field, language_of


def read_lines(file: Path) -> Iterator[dict[str, Any]]:
    """Objects of a JSON Lines file, packed or not."""
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def read_ratings(file: Path) -> dict[str, dict[str, float]]:
    """Person → need → expertise."""
    ratings: dict[str, dict[str, float]] = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            person = ratings.setdefault(row["person"], {})
            person[row["need"]] = float(row["expertise"])
    return ratings


def document(kind: str, id: str, **texts: str | None) -> Document:
    """A document of these texts; longer than the matcher takes, they are cut."""
    fields = (
        Field(name, language_of(text), text[:MAX_LENGTH])
        for name, text in texts.items()
        if text
    )
    return Document(id, kind, tuple(fields))


def folder_argument(usage: str) -> Path:
    """The folder named on the command line, or an end with the usage."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(usage)
    return Path(sys.argv[1])
