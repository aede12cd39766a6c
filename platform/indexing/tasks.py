"""Jobs: take identifiers, load, make one call."""

from datetime import timedelta

from django.db import transaction

from catalogue.actions.feed import note_change, trim_feed
from catalogue.enums import Visibility
from catalogue.models import Need
from catalogue.selectors.visibility import READABLE
from indexing.checking import hide
from indexing.cluster import cluster
from indexing.index import index
from lifecycle.jobs import task
from search.documents import Key

KEPT = timedelta(days=14)


@task("indexing.follow")
def follow() -> None:
    """Bring this machine's search index up to date, and the one that all share.

    Each of them, whatever becomes of the other.
    """
    try:
        index().follow()
    finally:
        if (shared := cluster()) is not None:
            shared.follow()


@task("indexing.hide", urgent=True)
def hide_at_once(*, kind: str, object_id: str) -> None:
    """Let the indexes tell no more of one thing than is for their readers now.

    Each of them, whatever becomes of the other.
    """
    thing = Key(kind, object_id)
    try:
        index().do(lambda engine: hide(engine, thing))
    finally:
        if (shared := cluster()) is not None:
            shared.hide(thing)


@task("indexing.tend", hourly=True)
def tend() -> None:
    """Index needs again whose partners' head start may have ended; trim the feed."""
    early = Need.objects.filter(
        state__in=READABLE, visibility=Visibility.PARTNERS_FIRST
    )
    with transaction.atomic():
        for need in early:
            note_change(need)
    trim_feed(older_than=KEPT)
