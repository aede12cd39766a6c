"""What follows here from a change of the catalogue."""

from typing import Any

from django.dispatch import receiver

from catalogue.models import Change
from catalogue.signals import changed
from lifecycle.jobs import enqueue

MATCHED = ("need", "expertise")


@receiver(changed)
def propose_anew(change: Change, **signal: Any) -> None:
    """Queue the job that proposes anew, in the transaction of the change."""
    if change.kind in MATCHED:
        enqueue("recommendations.refresh", kind=change.kind, object_id=change.object_id)
