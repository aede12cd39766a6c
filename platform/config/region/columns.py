"""How the cell of a table is read; a ``ValueError`` says what to write instead."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models

Reader = Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """One field of a table.

    ``refers`` names the identifiers the value must be among: ``organisation``,
    ``municipality``, ``theme``, ``researcher``, ``expertise``, ``need``, ``account``,
    ``industry`` or ``section``.
    """

    name: str
    read: Reader
    required: bool = False
    refers: str = ""
    empty: Any = ""


def text(value: Any) -> str:
    """Read a text; outer white space goes."""
    if not isinstance(value, str):
        raise ValueError("write a text")
    if "\x00" in value or "\ufffd" in value:
        raise ValueError("has a broken character: save the file as UTF-8")
    return value.strip()


def number(value: Any) -> int:
    """Read a whole number."""
    try:
        return int(str(value))
    except ValueError:
        raise ValueError(f"“{value}” is not a whole number") from None


def flag(value: Any) -> bool:
    """Read ``true`` or ``false``."""
    known = {"true": True, "false": False}
    try:
        return known[str(value).strip().lower()]
    except KeyError:
        raise ValueError(f"“{value}”: write true or false") from None


def day(value: Any) -> date:
    """Read a date, written 2027-03-31."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"“{value}” is not a date such as 2027-03-31") from None


def moment(value: Any) -> datetime:
    """Read a local date and time, written 2026-04-10T10:00:00."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value
    raise ValueError(f"“{value}”: write it without quotes, such as 2026-04-10T10:00:00")


def choice(choices: type[models.TextChoices]) -> Reader:
    """Read one value of a closed list."""

    def read(value: Any) -> str:
        if value not in choices.values:
            raise ValueError(f"“{value}” is unknown: write {', '.join(choices.values)}")
        return str(value)

    return read


def words(value: Any) -> list[str]:
    """Read a list of texts."""
    if not isinstance(value, list):
        raise ValueError('write a list such as ["one", "two"]')
    return [text(word) for word in value]


def choices_of(choices: type[models.TextChoices]) -> Reader:
    """Read a list of values of a closed list."""
    one = choice(choices)

    def read(value: Any) -> list[str]:
        return [one(word) for word in words(value)]

    return read


def tables(value: Any) -> list[dict[str, Any]]:
    """Read a list of sub-entries."""
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        raise ValueError("write it as sub-entries")
    return value
