"""Bringing entries into the database, and counting what that changed."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from config.region.problems import Problem
from config.region.reading import Row

Thing = TypeVar("Thing", bound=models.Model)


@dataclass
class Report:
    """What a load added, changed and left alone, and what it could not take."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return the report, one kind of thing a line."""
        kinds = sorted(self.added | self.changed | self.unchanged)
        return [
            f"{kind}: {self.added[kind]} added, {self.changed[kind]} changed, "
            f"{self.unchanged[kind]} left alone"
            for kind in kinds
        ]

    def refuse(self, row: Row, error: ValidationError) -> None:
        """Note what a model's own rules say against a row."""
        for name, messages in error.message_dict.items():
            for message in messages:
                self.problems.append(Problem(row.file, row.number, name, message))


def put(
    report: Report,
    row: Row,
    model: type[Thing],
    find: dict[str, Any],
    values: dict[str, Any],
    related: dict[str, list[Any]] | None = None,
) -> tuple[Thing, str]:
    """Add or change one row of ``model``.

    Args:
        report: where to count it and to note what is refused.
        row: the pack's entry, to name it in a problem.
        model: what to write.
        find: fields that identify the row.
        values: the other fields.
        related: many-to-many fields with their rows.

    Returns:
        The instance and ``added``, ``changed``, ``unchanged`` or ``refused``.
    """
    kind = str(model._meta.verbose_name_plural)
    thing = model._default_manager.filter(**find).first()
    fresh = thing is None
    if thing is None:
        thing = model(**find)
    differs = any(getattr(thing, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(thing, name, value)
    if fresh or differs:
        try:
            thing.full_clean()
        except ValidationError as error:
            report.refuse(row, error)
            return thing, "refused"
        thing.save()
    for name, wanted in (related or {}).items():
        manager = getattr(thing, name)
        if set(manager.all()) != set(wanted):
            manager.set(wanted)
            differs = True
    outcome = "added" if fresh else "changed" if differs else "unchanged"
    getattr(report, outcome)[kind] += 1
    return thing, outcome
