"""The demonstration needs and expertise as the product hands them to the matcher."""

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matching import Document, Field
from matching.documents import LANGS, Lang

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "regions" / "yamaguchi" / "demo"
DICTIONARY = ROOT / "platform" / "catalogue" / "reference" / "synonyms.csv"
FIELDS = {
    "need": ("title", "summary", "background", "wanted", "conditions"),
    "expertise": ("title", "summary", "body", "uses", "keywords"),
}


def demonstration(kind: str, *langs: Lang, folder: Path = FOLDER) -> list[Document]:
    """Documents of a kind of `FIELDS`, in these languages; in both if none is named.

    In one language, what has no text in it comes as a document without fields.
    """
    chosen = langs or LANGS
    return [
        Document(row["id"], kind, tuple(_fields(row, FIELDS[kind], chosen)))
        for row in _rows(kind, folder)
    ]


def dictionary() -> dict[str, list[str]]:
    """What the dictionary that comes with the product adds to each word."""
    words: dict[str, list[str]] = {}
    with DICTIONARY.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            words.setdefault(row["plain"], []).append(row["term"])
            if row["direction"] == "both":
                words.setdefault(row["term"], []).append(row["plain"])
    return words


def _rows(kind: str, folder: Path) -> Iterator[dict[str, Any]]:
    name = f"{kind}s" if kind == "need" else kind
    for file in sorted(folder.glob(f"{name}_*.toml")):
        yield from tomllib.loads(file.read_text(encoding="utf-8"))[kind]


def _fields(
    row: dict[str, Any], names: tuple[str, ...], langs: tuple[Lang, ...]
) -> Iterator[Field]:
    for name in names:
        for lang in langs:
            value = row.get(f"{name}_{lang}", "")
            for text in value if isinstance(value, list) else [value]:
                if text:
                    yield Field(name, lang, text)
