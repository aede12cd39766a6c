"""Telling matcher and index that something changed."""

from typing import Any

from catalogue.models import Change
from catalogue.signals import changed


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
