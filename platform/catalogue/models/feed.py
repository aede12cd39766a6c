"""The append-only feed of what changed: matcher and index follow it."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from lifecycle import clock


class CurrentTransaction(models.Func):
    """The number of the running transaction; 0 where there is one writer at a time."""

    template = "CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
    output_field = models.BigIntegerField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """SQLite has one writer, so its rows are in order by their keys alone."""
        return "0", ()


class Change(models.Model):
    """Something that readers see was added, changed or removed.

    Written in the transaction of the change. Followers keep their own position and
    load the thing's present state, so a row says only which thing it is. On
    PostgreSQL keys are given out before the commit; in the order of
    ``transaction``, then key, nothing can appear before what was already settled.
    """

    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=10)
    transaction = models.BigIntegerField(db_default=CurrentTransaction())
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["transaction", "pk"]
        indexes = [models.Index(fields=["transaction", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
