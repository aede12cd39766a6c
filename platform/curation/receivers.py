"""What introductions do when something happens on the floors below."""

from typing import Any

from django.dispatch import receiver

from catalogue.models import Need
from curation.actions.closing import close_with_need
from lifecycle.models import LogEntry
from lifecycle.signals import transitioned

ENDINGS = ("settle", "close", "expire")


@receiver(transitioned, sender=Need, dispatch_uid="curation.need_ended")
def need_ended(instance: Need, entry: LogEntry, **kwargs: Any) -> None:
    """Ask nobody any more about a need that was settled, closed or has expired."""
    if entry.action in ENDINGS:
        close_with_need(instance, by=entry.actor)
