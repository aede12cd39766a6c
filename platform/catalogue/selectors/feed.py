"""Following the change feed, on either database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from catalogue.models import Change

BATCH = 5000


class Position(NamedTuple):
    """How far a follower has read: a row of the feed, by transaction and key."""

    transaction: int
    key: int


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
    """Return the position from which a follower that knows everything goes on.

    Raises:
        Change.DoesNotExist: the feed is empty, though it begins with a row.
    """
    last = Change.objects.filter(_settled()).latest("transaction", "pk")
    return Position(last.transaction, last.pk)


def news_after(known: Position) -> News:
    """Return what changed after a position, at most ``BATCH`` rows at once.

    Rows of the asker's own transaction, and on PostgreSQL those younger than the
    oldest running one, are told of but not counted as read: an older transaction may
    still bring a row before them.
    """
    rows = list(
        Change.objects.filter(_from(known))
        .annotate(settled=_settled())
        .order_by("transaction", "pk")[: BATCH + 1]
    )
    if _is_lost(known, rows):
        return News(frozenset(), known, lost=True)
    new = [row for row in rows if (row.transaction, row.pk) != known]
    read = [Position(row.transaction, row.pk) for row in new if row.settled]
    things = frozenset((row.kind, row.object_id) for row in new)
    return News(things, max(read, default=known))


def has_read(known: Position, *, before: datetime) -> bool:
    """Return whether a follower has read all that was noted before a moment.

    Not where the position cannot be followed. On PostgreSQL rows also count as unread
    that cannot be counted as read yet (``news_after``): nothing says whether they were
    told.
    """
    due = Change.objects.filter(Q(pk=known.key) | Q(at__lt=before), _from(known))
    rows = list(due.order_by("transaction", "pk")[:2])
    return len(rows) == 1 and not _is_lost(known, rows)


def follow(
    known: Position,
    take_in: Callable[[News], None],
    keep: Callable[[Position], None],
) -> bool:
    """Hand on all that changed after a position, batch by batch.

    Args:
        known: how far the follower has read.
        take_in: called with each batch, the last of them with nothing new to keep.
        keep: called after each batch with how far the follower has read now.

    Returns:
        whether it is up to date; if not, the position cannot be followed and the
        follower builds everything anew.

    Side effects: those of ``take_in`` and ``keep``. What fails in either is raised, and
    may be repeated: nothing is kept that was not taken in.
    """
    while True:
        news = news_after(known)
        if news.lost:
            return False
        take_in(news)
        if news.position == known:
            return True
        known = news.position
        keep(known)


def _from(known: Position) -> Q:
    """Return the rule for the rows after a position, and the row last read.

    Without that one the position cannot be followed.
    """
    return Q(transaction__gt=known.transaction) | Q(
        transaction=known.transaction, pk__gte=known.key
    )


def _is_lost(known: Position, rows: Sequence[Change]) -> bool:
    """Whether the rows from a position on do not begin with it."""
    return not rows or (rows[0].transaction, rows[0].pk) != known


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
