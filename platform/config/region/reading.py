"""Reading a whole pack: every file is checked before anything is written."""

import csv
import io
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.region.columns import Column
from config.region.problems import BrokenPack, Problem, shown
from config.region.schema import (
    REGION,
    RULES,
    SECTION,
    STEP,
    TABLES,
    WORKS,
    Table,
)


@dataclass(frozen=True)
class Row:
    """One entry with where it stands."""

    file: str
    number: int | None
    values: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        """Return a field's value."""
        return self.values[name]


@dataclass
class Pack:
    """A region's pack, read and checked."""

    root: Path
    region: Row
    tables: dict[str, list[Row]] = field(default_factory=dict)


def read_pack(
    root: Path, *, industries: Iterable[str], sections: Iterable[str]
) -> Pack:
    """Read and check the pack in a folder.

    Args:
        root: the folder.
        industries: known JSIC codes.
        sections: known KAKENHI review section codes.

    Raises:
        BrokenPack: with every problem found, each with file, entry, field, remedy.
    """
    problems: list[Problem] = []
    if not root.is_dir():
        raise BrokenPack([Problem(str(root), None, "", "there is no such folder")])
    known = {"industry": set(industries), "section": set(sections)}
    rows = {name: _read_table(root, t, problems) for name, t in TABLES.items()}
    for name, table in TABLES.items():
        if table.names:
            known[table.names] = {row[table.key[0]] for row in rows[name]}
    region = _read_region(root, problems)
    for row in rows["researchers"]:
        row.values["works"] = _subrows(row, "works", WORKS, problems)
    for row in rows["pages"]:
        row.values["section"] = _subrows(row, "section", SECTION, problems)
    for row in rows["cases"]:
        row.values["step"] = _subrows(row, "step", STEP, problems, keep=True)
        for step in row["step"]:
            _check_references(row, STEP, known, problems, step)
    for name, table in TABLES.items():
        for row in rows[name]:
            _check_references(row, table.columns, known, problems, row.values)
    _check_references(region, REGION.columns, known, problems, region.values)
    if problems:
        raise BrokenPack(problems)
    return Pack(root, region, rows)


def _read_region(root: Path, problems: list[Problem]) -> Row:
    [path] = [root / name for name in REGION.files]
    name = shown(path, root)
    if not path.exists():
        problems.append(Problem(name, None, "", "is missing: it names the region"))
        return Row(name, None, {})
    data = _toml(path, name, problems)
    columns = REGION.columns
    values = _values(data, columns, Row(name, None, {}), problems)
    rules = data.get("rules", {})
    values |= _values(rules, RULES, Row(name, None, {}), problems)
    return Row(name, None, values)


def _read_table(root: Path, table: Table, problems: list[Problem]) -> list[Row]:
    rows: list[Row] = []
    paths = sorted(p for pattern in table.files for p in root.glob(pattern))
    if table.required and not paths:
        problems.append(Problem(table.files[0], None, "", "is missing"))
    for path in paths:
        name = shown(path, root)
        if path.suffix == ".csv":
            entries = _csv(path, name, table, problems)
        else:
            entries = _toml(path, name, problems).get(table.entry, [])
        for number, entry in enumerate(entries, start=1):
            place = Row(name, number, {})
            values = _values(entry, table.columns, place, problems)
            rows.append(Row(name, number, values))
    _check_unique(rows, table, problems)
    return rows


def _csv(
    path: Path, name: str, table: Table, problems: list[Problem]
) -> list[dict[str, Any]]:
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem(name, None, "", "is not UTF-8: save it as CSV UTF-8"))
        return []
    reader = csv.reader(io.StringIO(content, newline=""))
    header = next(reader, [])
    for column in table.columns:
        if column.required and column.name not in header:
            problems.append(
                Problem(name, None, column.name, "the column is missing: add it")
            )
    entries = []
    for number, cells in enumerate((c for c in reader if any(c)), start=1):
        if len(cells) != len(header):
            problems.append(
                Problem(
                    name,
                    number,
                    "",
                    f"has {len(cells)} cells where the header has {len(header)}: "
                    "check commas and quotation marks",
                )
            )
            continue
        entries.append(dict(zip(header, cells, strict=True)))
    return entries


def _toml(path: Path, name: str, problems: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError:
        problems.append(Problem(name, None, "", "is not UTF-8: save it as UTF-8"))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(name, None, "", f"cannot be read: {error}"))
    return {}


def _values(
    entry: dict[str, Any],
    columns: Sequence[Column],
    place: Row,
    problems: list[Problem],
) -> dict[str, Any]:
    values = {}
    for column in columns:
        raw = entry.get(column.name, "")
        values[column.name] = column.empty
        if raw == "" or raw is None:
            if column.required:
                problems.append(_problem(place, column.name, "is empty: fill it in"))
            continue
        try:
            values[column.name] = column.read(raw)
        except ValueError as error:
            problems.append(_problem(place, column.name, str(error)))
    return values


def _subrows(
    row: Row,
    name: str,
    columns: Sequence[Column],
    problems: list[Problem],
    *,
    keep: bool = False,
) -> list[dict[str, Any]]:
    """Read sub-entries; with ``keep``, further keys stay as they are."""
    place = Row(row.file, row.number, {})
    return [
        (entry if keep else {}) | _values(entry, columns, place, problems)
        for entry in row[name]
    ]


def _check_unique(rows: list[Row], table: Table, problems: list[Problem]) -> None:
    seen: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = tuple(row[name] for name in table.key)
        if key in seen:
            first = seen[key]
            problems.append(
                _problem(
                    row,
                    table.key[0],
                    f"stands already in {first.file}, entry {first.number}: "
                    "take one of them out",
                )
            )
        seen[key] = row


def _check_references(
    row: Row,
    columns: Sequence[Column],
    known: dict[str, set[str]],
    problems: list[Problem],
    values: dict[str, Any],
) -> None:
    for column in columns:
        value = values.get(column.name)
        if not column.refers or not value:
            continue
        for word in value if isinstance(value, list) else [value]:
            if word not in known[column.refers]:
                remedy = f"no {column.refers} is called “{word}”: add it or correct it"
                problems.append(_problem(row, column.name, remedy))


def _problem(row: Row, field_name: str, remedy: str) -> Problem:
    return Problem(row.file, row.number, field_name, remedy)
