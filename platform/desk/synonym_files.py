"""The dictionary as a file: CSV that spreadsheets of an office open and save.

Cells that a spreadsheet would take for a formula are written with an apostrophe
before them, which reading takes away again.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue.enums import SynonymDirection
from catalogue.models import Synonym, Theme
from catalogue.models.synonyms import already_reversed, is_again, saying
from desk.spreadsheets import FORMULA, csv_bytes
from lifecycle.errors import InvalidInput

# The columns in their order: field, and the headings it may have, ours first.
COLUMNS: dict[str, tuple[str, ...]] = {
    "plain": ("現場の言葉", "plain"),
    "term": ("専門用語", "term"),
    "direction": ("向き", "direction"),
    "theme": ("テーマ", "theme"),
    "note": ("分野・メモ", "note"),
    "is_active": ("使用", "active"),
}
NEEDED = ("plain", "term")
DIRECTIONS = {
    "両方": SynonymDirection.BOTH,
    "専門用語へ": SynonymDirection.TO_TERM,
    "both": SynonymDirection.BOTH,
    "to_term": SynonymDirection.TO_TERM,
}
USES = {"はい": True, "いいえ": False, "yes": True, "no": False}
DEFAULTS = {"direction": "両方", "is_active": "はい"}
MOST_ROWS = 5_000
# How the two kinds of workbook begin: a ZIP archive, and a compound file.
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
MOST_UNREADABLE = 20
# Bytes that are nothing in cp932, which Python keeps for the way back.
_NO_CHARACTER = dict.fromkeys(map(ord, "\x80\xa0\uf8f1\uf8f2\uf8f3"), "\ufffd")


@dataclass(frozen=True)
class Broken:
    """One thing to mend: the row as the spreadsheet counts it, the column, the remedy.

    ``row`` is 0 for the file as a whole.
    """

    row: int
    field: str
    remedy: str


@dataclass(frozen=True)
class Read:
    """What a file says: entries as fields of the model, or what is wrong with it."""

    entries: list[dict[str, Any]]
    problems: list[Broken]


def write(rows: Iterable[Synonym], encoding: str) -> bytes:
    """Return entries as a CSV file.

    Args:
        rows: the entries.
        encoding: ``utf-8`` (with the mark that Excel wants) or ``cp932``.

    Raises:
        InvalidInput: a word has a character that cp932 does not know.
    """
    direction = {value: name for name, value in reversed(DIRECTIONS.items())}
    use = {value: name for name, value in reversed(USES.items())}
    head = [names[0] for names in COLUMNS.values()]
    cells = (
        (
            row.plain,
            row.term,
            direction[SynonymDirection(row.direction)],
            row.theme.name_ja if row.theme else "",
            row.note,
            use[row.is_active],
        )
        for row in rows
    )
    return csv_bytes([head, *cells], encoding)


def decode(content: bytes) -> str:
    """Return the text of a file in UTF-8 or cp932.

    A few bytes that are in neither stand in it as U+FFFD, so that ``read`` can name
    row and column.

    Raises:
        InvalidInput: it is a workbook, or no text at all.
    """
    if content.startswith(WORKBOOKS):
        raise InvalidInput(
            _(
                "This is an Excel workbook (.xlsx or .xls), not a CSV file. Please "
                "open it in Excel, save it as “CSV UTF-8” and choose that file."
            )
        )
    text = content.decode("utf-8-sig", "replace")
    # What is in cp932 makes hardly a single letter of Japanese in UTF-8; half-width
    # kana make some of other scripts.
    if _unreadable(text) > sum(char >= "\u0800" for char in text) / 2:
        text = content.decode("cp932", "replace").translate(_NO_CHARACTER)
    if "\0" in text or _unreadable(text) > MOST_UNREADABLE:
        raise InvalidInput(
            _(
                "The file cannot be read as text. Please save it in Excel as “CSV "
                "UTF-8” and choose it again."
            )
        )
    return text


def read(text: str) -> Read:
    """Check a file as a whole; entries are only to be used where nothing is wrong."""
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        remedy = _(
            "A quotation mark has no partner, or something stands between it and "
            "the comma. Please save the file anew from a spreadsheet."
        )
        return Read([], [Broken(0, "", remedy)])
    columns, problems = _columns(lines[0] if lines else [])
    if len(lines) > MOST_ROWS + 1:
        remedy = _("There are more than 5,000 rows. Please divide the file.")
        problems.append(Broken(0, "", remedy))
    if problems:
        return Read([], problems)
    themes = {key: t for t in Theme.objects.all() for key in (t.slug, t.name_ja)}
    entries: list[dict[str, Any]] = []
    seen: dict[tuple[str, str], int] = {}
    directions: dict[tuple[str, str], str] = {}
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            told = _(
                "The row has %(found)s cells instead of %(wanted)s. Please put cells "
                "with a comma into quotation marks."
            ) % {"found": len(cells), "wanted": len(columns)}
            problems.append(Broken(number, "", told))
            continue
        entry, wrong = _entry(number, dict(zip(columns, cells, strict=True)), themes)
        problems += wrong
        pair = (entry.get("plain", ""), entry.get("term", ""))
        if not wrong and pair in seen:
            told = _("The same pair stands in row %(row)s. Please remove one.") % {
                "row": seen[pair]
            }
            problems.append(Broken(number, heading("term"), told))
        seen.setdefault(pair, number)
        if not wrong:
            directions.setdefault(pair, entry.get("direction", SynonymDirection.BOTH))
        entries.append(entry)
    problems += _turned(seen, directions)
    if not entries and not problems:
        problems.append(Broken(0, "", _("The file has no entries.")))
    problems.sort(key=lambda problem: problem.row)
    return Read([] if problems else entries, problems)


def _turned(
    rows: Mapping[tuple[str, str], int], directions: Mapping[tuple[str, str], str]
) -> list[Broken]:
    """Return the pairs that another one says the other way round already.

    Args:
        rows: the row of each pair of the file.
        directions: the direction of each pair that is right by itself.
    """
    known = {(row.plain, row.term): row for row in Synonym.objects.all()}
    # As the model has it: what says no more than before is not held up.
    said = {
        pair
        for pair, direction in directions.items()
        if pair in known and known[pair].direction in saying(direction)
    }
    problems = []
    for pair, direction in directions.items():
        turned = pair[::-1]
        if pair in said and (turned in said or turned not in directions):
            continue
        if turned in directions:
            if rows[turned] < rows[pair] and is_again(direction, directions[turned]):
                told = _(
                    "Row %(row)s has the same pair the other way round. Please remove "
                    "one."
                ) % {"row": rows[turned]}
                problems.append(Broken(rows[pair], heading("term"), told))
        elif turned in known and is_again(direction, known[turned].direction):
            told = already_reversed(known[turned])
            problems.append(Broken(rows[pair], heading("term"), told))
    return problems


def _unreadable(text: str) -> int:
    return text.count("\ufffd")


def heading(field: str) -> str:
    """Return what a column is called."""
    return COLUMNS[field][0] if field in COLUMNS else field


def _columns(header: Sequence[str]) -> tuple[list[str], list[Broken]]:
    known = {name: field for field, names in COLUMNS.items() for name in names}
    found: list[str] = []
    problems = []
    for cell in header:
        name = _plain(cell)
        field = known.get(name, known.get(name.casefold(), ""))
        if not field:
            told = _(
                "There is no such column here. Please use these headings: %(names)s."
            ) % {"names": "、".join(names[0] for names in COLUMNS.values())}
            problems.append(Broken(1, name, told))
        elif field in found:
            told = _("The column stands there twice. Please remove one.")
            problems.append(Broken(1, name, told))
        found.append(field)
    for field in NEEDED:
        if field not in found:
            told = _("The column is missing. Please add it.")
            problems.append(Broken(1, heading(field), told))
    return found, problems


def _entry(
    number: int, cells: dict[str, str], themes: dict[str, Theme]
) -> tuple[dict[str, Any], list[Broken]]:
    """Read one row; it is checked by the model's own rules."""
    entry: dict[str, Any] = {}
    problems = []
    choices: dict[str, Mapping[str, Any]] = {
        "direction": DIRECTIONS,
        "is_active": USES,
        "theme": themes,
    }
    for field, cell in cells.items():
        text = _unharmed(cell).strip()
        if field not in choices:
            entry[field] = text
            continue
        value = _plain(text) or DEFAULTS.get(field, "")
        if field == "theme" and not value:
            entry[field] = None
        elif value in choices[field]:
            entry[field] = choices[field][value]
        else:
            remedy = _("“%(value)s” is unknown. Please write one of: %(names)s.") % {
                "value": text,
                "names": "、".join(choices[field]),
            }
            problems.append(Broken(number, heading(field), remedy))
    try:
        Synonym(**entry).full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            problems += [Broken(number, heading(field), text) for text in messages]
    return entry, problems


def _plain(cell: str) -> str:
    """Return a heading or a choice without widths and outer space."""
    return unicodedata.normalize("NFKC", _unharmed(cell)).strip()


def _unharmed(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell
