"""The demonstration needs and expertise as the product hands them to the matcher."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matching import Document, Field
from matching.documents import LANGS, Lang

FOLDER = Path(__file__).parents[1] / "regions" / "yamaguchi" / "demo"
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
