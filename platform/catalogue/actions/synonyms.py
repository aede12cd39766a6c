"""What can be done with the dictionary of other words."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.rules import is_secretariat
from catalogue.actions.classifications import REFERENCE
from catalogue.actions.feed import note_change
from catalogue.enums import SynonymDirection
from catalogue.models import Synonym
from catalogue.models.synonyms import is_again
from lifecycle import clock
from lifecycle.actions import record, revise
from lifecycle.errors import InvalidInput, NotAllowed
from lifecycle.models import LogEntry

DEFAULT_LIST = REFERENCE / "synonyms.csv"
LISTED = ("plain", "term", "direction", "note")
FIELDS = ("plain", "term", "direction", "theme", "note", "is_active")


@dataclass(frozen=True)
class Taken:
    """What a list of entries did to the dictionary."""

    added: int
    changed: int
    unchanged: int


def add_synonym(*, by: User, **fields: Any) -> Synonym:
    """Put a pair into the dictionary.

    Args:
        by: somebody of the secretariat.
        fields: ``plain``, ``term`` and what else of the model's is to be set.

    Raises:
        NotAllowed: not the secretariat.
        ValidationError: the pair is there already, or could change nothing.

    Side effects: writes the entry, a log entry and the change feed.
    """
    _check(by)
    with transaction.atomic():
        row = Synonym()
        _write(row, fields, by=by)
        note_change(row)
    return row


def edit_synonym(synonym: Synonym, *, by: User, **fields: Any) -> Synonym:
    """Change an entry; ``is_active=False`` switches it off.

    Raises:
        NotAllowed: not the secretariat.
        ValidationError: the pair is there already, or could change nothing.

    Side effects: writes the entry, a log entry and the change feed; an entry that is
    as asked already is left alone.
    """
    _check(by)
    with transaction.atomic():
        row = Synonym.objects.select_for_update().get(pk=synonym.pk)
        if _write(row, fields, by=by):
            note_change(row)
    return row


def remove_synonym(synonym: Synonym, *, by: User) -> None:
    """Take an entry out of the dictionary; the log keeps what it said.

    Raises:
        NotAllowed: not the secretariat.

    Side effects: deletes the entry, writes a log entry and the change feed. Somebody
    else having removed it a moment ago changes nothing.
    """
    _check(by)
    with transaction.atomic():
        row = Synonym.objects.select_for_update().filter(pk=synonym.pk).first()
        if row is None:
            return
        record(row, "remove", by=by, before=_told(row))
        note_change(row)
        row.delete()


def take_synonyms(rows: Iterable[dict[str, Any]], *, by: User) -> Taken:
    """Add the pairs of a list, and change those that are there as the list says.

    Args:
        rows: the fields of each entry; what a row does not name stays as it is.
        by: somebody of the secretariat.

    Raises:
        NotAllowed: not the secretariat.
        ValidationError: an entry could change nothing; then nothing was written.

    Side effects: writes the entries and a log entry for each that changed, and notes
    once in the change feed that the dictionary is another.
    """
    _check(by)
    with transaction.atomic():
        return _take(rows, by=by)


def load_synonyms(path: Path = DEFAULT_LIST) -> int:
    """Add the pairs of a file in our form; return how many it added.

    What staff changed, turned round, switched off or removed stays as they left it.

    Args:
        path: CSV with plain, term, direction, note.

    Raises:
        InvalidInput: names file, line and what to mend; nothing was written.

    Side effects: writes the entries, log entries and the change feed.
    """
    known = _known_or_removed()
    added = None
    count = 0
    with transaction.atomic(), path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            values = {name: (row.get(name) or "").strip() for name in LISTED}
            pair = (values["plain"], values["term"])
            if _says(known, pair, values["direction"]):
                continue
            known[pair] = values["direction"]
            added = Synonym()
            try:
                _write(added, values, by=None, action="load")
            except ValidationError as error:
                told = " ".join(error.messages)
                raise InvalidInput(f"{path.name}, line {line}: {told}") from error
            count += 1
        if added is not None:
            note_change(added)
    return count


def load_synonym(**fields: Any) -> bool:
    """Add a pair of a region's pack; return whether it was new.

    What staff changed, turned round, switched off or removed stays as they left it.

    Raises:
        ValidationError: the pair could change nothing.

    Side effects: writes the entry, a log entry and the change feed.
    """
    pair = (fields["plain"], fields["term"])
    direction = fields.get("direction", SynonymDirection.BOTH)
    if _says(_known_or_removed(), pair, direction):
        return False
    with transaction.atomic():
        row = Synonym()
        _write(row, fields, by=None, action="load")
        note_change(row)
    return True


def _take(rows: Iterable[dict[str, Any]], *, by: User) -> Taken:
    known = {(row.plain, row.term): row for row in Synonym.objects.select_for_update()}
    added = changed = unchanged = 0
    last = None
    # Those that are there first: a new pair is checked against what the list makes of
    # the one that says it the other way round.
    for values in sorted(rows, key=lambda v: (v["plain"], v["term"]) not in known):
        row = known.get((values["plain"], values["term"]))
        fresh = row is None
        row = row or Synonym()
        if _write(row, values, by=by):
            last = known[row.plain, row.term] = row
            added += fresh
            changed += not fresh
        else:
            unchanged += 1
    if last is not None:
        note_change(last)
    return Taken(added, changed, unchanged)


def _write(
    row: Synonym, values: dict[str, Any], *, by: User | None, action: str = ""
) -> bool:
    """Write and log an entry; return whether anything changed."""
    fresh = row.pk is None
    before, after = revise(row, values)
    if not fresh and not after:
        return False
    row.updated_at = clock.now()
    row.full_clean()
    row.save()
    if fresh:
        before, after = {}, _told(row)
    record(
        row,
        action or ("add" if fresh else "edit"),
        by=by,
        before=before,
        after=after,
    )
    return True


def _told(row: Synonym) -> dict[str, str]:
    """Return an entry as the log keeps it."""
    fields = {field.name: field for field in row._meta.concrete_fields}
    return {name: fields[name].value_to_string(row) for name in FIELDS}


Pair = tuple[str, str]


def _known_or_removed() -> dict[Pair, str]:
    """Return the pairs that are there, or that staff took out, with their direction."""
    entries = LogEntry.objects.filter(
        subject_type=Synonym._meta.label_lower, action="remove"
    )
    befores = entries.values_list("before", flat=True)
    removed = {(b["plain"], b["term"]): b["direction"] for b in befores}
    rows = Synonym.objects.values_list("plain", "term", "direction")
    return removed | {(plain, term): direction for plain, term, direction in rows}


def _says(known: Mapping[Pair, str], pair: Pair, direction: str) -> bool:
    """Whether known pairs say this one already, perhaps the other way round."""
    turned = known.get(pair[::-1])
    return pair in known or (turned is not None and is_again(direction, turned))


def _check(by: User) -> None:
    if not is_secretariat(by):
        raise NotAllowed(action="dictionary")
