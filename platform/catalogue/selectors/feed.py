"""Following the change feed, on either database."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from catalogue.models import Change

BATCH = 5000


class Position(NamedTuple):
    """How far a follower has read: a row of the feed, by transaction and key."""

    transaction: int
    key: int


BEGINNING = Position(0, 0)


@dataclass(frozen=True)
class News:
    """What changed after a position: ``(kind, public id)``, and the next position.

    ``lost`` says that the position cannot be followed (the feed was trimmed past it,
    or the database is another one): the follower builds everything anew.
    """

    things: frozenset[tuple[str, str]]
    position: Position
    lost: bool = False


def last_position() -> Position:
    """Return the position from which a follower that knows everything goes on."""
    last = Change.objects.filter(_settled()).order_by("transaction", "pk").last()
    return Position(last.transaction, last.pk) if last else BEGINNING


def news_after(known: Position) -> News:
    """Return what changed after a position, at most ``BATCH`` rows at once.

    Rows of the asker's own transaction, and on PostgreSQL those younger than the
    oldest running one, are told of but not counted as read: an older transaction may
    still bring a row before them.
    """
    if _is_lost(known):
        return News(frozenset(), known, lost=True)
    after = Q(transaction__gt=known.transaction) | Q(
        transaction=known.transaction, pk__gt=known.key
    )
    rows = list(
        Change.objects.filter(after)
        .annotate(settled=_settled())
        .order_by("transaction", "pk")[:BATCH]
    )
    read = [Position(row.transaction, row.pk) for row in rows if row.settled]
    things = frozenset((row.kind, row.object_id) for row in rows)
    return News(things, max(read, default=known))


def _is_lost(known: Position) -> bool:
    if known == BEGINNING:
        first = Change.objects.order_by("pk").first()
        return first is not None and first.pk > 1
    return not Change.objects.filter(
        transaction=known.transaction, pk=known.key
    ).exists()


def _settled() -> Q:
    """Return the rule for rows before which nothing can appear any more."""
    if connection.vendor != "postgresql":
        return Q(pk__gt=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) "
            "AS bigint)"
        )
        [oldest_running] = cursor.fetchone()
    return Q(transaction__lt=oldest_running)
