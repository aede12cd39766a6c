"""Jobs: take identifiers, load, make one call."""

from datetime import timedelta

from django.db import transaction

from catalogue.actions.feed import note_change, trim_feed
from catalogue.enums import NeedState, Visibility
from catalogue.models import Need
from indexing.cluster import cluster
from indexing.index import index
from lifecycle.jobs import task

KEPT = timedelta(days=14)


@task("indexing.follow")
def follow() -> None:
    """Bring this machine's search index up to date, and the one that all share."""
    index().follow()
    if (shared := cluster()) is not None:
        shared.follow()


@task("indexing.tend", hourly=True)
def tend() -> None:
    """Index needs again whose partners' head start may have ended; trim the feed."""
    early = Need.objects.filter(
        state=NeedState.OPEN, visibility=Visibility.PARTNERS_FIRST
    )
    with transaction.atomic():
        for need in early:
            note_change(need)
    trim_feed(older_than=KEPT)
