"""Telling matcher and index that something changed."""

from datetime import timedelta
from typing import Any

from catalogue.enums import Visibility
from catalogue.models import Change, Need
from catalogue.selectors.feed import last_position
from catalogue.signals import changed
from lifecycle import clock


def note_change(thing: Any) -> Change:
    """Note in the feed that a thing of the catalogue was added, changed or removed.

    Args:
        thing: a model instance with a ``public_id``.

    Side effects: writes a ``Change`` and sends ``changed``; call it inside the
    transaction that makes the change.
    """
    row = Change.objects.create(kind=thing._meta.model_name, object_id=thing.public_id)
    changed.send(sender=type(thing), change=row)
    return row


def note_partnership(*municipalities: int | None) -> None:
    """Note that who is in partnership with municipalities changed.

    What is for partners first has other readers now.

    Args:
        municipalities: by primary key; None is nowhere.

    Side effects: as `note_change`, for each need there that is for partners first.
    """
    for need in Need.objects.filter(
        municipality__in=municipalities, visibility=Visibility.PARTNERS_FIRST
    ):
        note_change(need)


def trim_feed(*, older_than: timedelta) -> int:
    """Drop old rows of the feed, keeping the last one; return how many went.

    A follower that slept longer builds everything anew.
    """
    last = last_position()
    old = Change.objects.filter(at__lt=clock.now() - older_than).exclude(pk=last.key)
    return old.delete()[0]
