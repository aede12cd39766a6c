"""Loading the two classifications: industries (JSIC) and fields (KAKENHI)."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from catalogue.enums import IndustryLevel, SectionLevel
from catalogue.models import Industry, ReviewSection
from lifecycle.errors import InvalidInput

REFERENCE = Path(__file__).parents[1] / "reference"
INDUSTRIES = REFERENCE / "jsic.csv"
SECTIONS = REFERENCE / "kaken_sections.csv"


def load_industries(path: Path = INDUSTRIES) -> int:
    """Add or rename industries from a file in our form; return how many it holds.

    Args:
        path: CSV with code, level, parent, name_ja, name_en, parents first.

    Raises:
        InvalidInput: names file, line and what to mend; nothing was written.
    """
    known: dict[str, Industry] = {}
    with transaction.atomic():
        for line, row in _rows(path, IndustryLevel.values):
            parent = known.get(row["parent"])
            if row["parent"] and parent is None:
                raise _broken(path, line, f"parent “{row['parent']}” must come before")
            values = {"level": row["level"], "parent": parent} | _names(row)
            known[row["code"]], _ = Industry.objects.update_or_create(
                code=row["code"], defaults=values
            )
    return len(known)


def load_sections(path: Path = SECTIONS) -> int:
    """Add or rename review sections from a file in our form; return how many.

    Args:
        path: CSV with code, level, parents (separated by ``;``), name_ja, name_en.

    Raises:
        InvalidInput: names file, line and what to mend; nothing was written.
    """
    known: dict[str, ReviewSection] = {}
    with transaction.atomic():
        for line, row in _rows(path, SectionLevel.values):
            names = [name for name in row["parents"].split(";") if name]
            if missing := [name for name in names if name not in known]:
                raise _broken(path, line, f"parents {missing} must come before")
            section, _ = ReviewSection.objects.update_or_create(
                code=row["code"], defaults={"level": row["level"]} | _names(row)
            )
            section.parents.set([known[name] for name in names])
            known[row["code"]] = section
    return len(known)


def _rows(path: Path, levels: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            if not row.get("code") or row.get("level") not in levels:
                raise _broken(path, line, f"code and level ({', '.join(levels)})")
            yield line, row


def _names(row: dict[str, Any]) -> dict[str, str]:
    return {"name_ja": row["name_ja"], "name_en": row["name_en"]}


def _broken(path: Path, line: int, what: str) -> InvalidInput:
    return InvalidInput(f"{path.name}, line {line}: {what}")
