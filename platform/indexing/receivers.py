"""What follows here from a change of the catalogue or of a page."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from catalogue.models import Change
from catalogue.signals import changed
from indexing.hiding import is_kept_from_somebody
from lifecycle.jobs import enqueue


@receiver(changed)
def index_soon(change: Change, **signal: Any) -> None:
    """Queue the job that brings the index up to date, in the change's transaction.

    What is not for everybody, perhaps no longer, has a job of its own that is urgent.
    """
    enqueue("indexing.follow")
    if is_kept_from_somebody(change.kind, change.object_id):
        enqueue("indexing.hide", kind=change.kind, object_id=change.object_id)


@receiver([page_published, page_unpublished])
def note_page(instance: Page, **signal: Any) -> None:
    """Note in the feed that a page was published or taken back.

    Its translations are noted with it: together they are one thing to find, which
    bears the key of the first that is live.
    """
    with transaction.atomic():
        for page in instance.get_translations(inclusive=True).filter(alias_of=None):
            change = Change.objects.create(kind="page", object_id=str(page.pk))
            changed.send(sender=Page, change=change)
