"""What follows here from a change of the catalogue or of a page."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page

from catalogue.models import Change
from catalogue.signals import changed
from indexing.hiding import kept_from_somebody
from lifecycle.jobs import enqueue


@receiver(changed)
def index_soon(change: Change, **signal: Any) -> None:
    """Queue the job that brings the index up to date, in the change's transaction.

    What is not for everybody, perhaps no longer, has a job of its own that is urgent.
    """
    enqueue("indexing.follow")
    if kept_from_somebody(change.kind, [change.object_id]):
        enqueue("indexing.hide", kind=change.kind, object_id=change.object_id)


@receiver(post_save)
def note_saved_page(
    instance: Model,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **signal: Any,
) -> None:
    """Note in the feed that a page was published, changed or taken back.

    It is noted in the transaction in which Wagtail saves the page, as the signals of
    publishing are not: were the process killed before them, nobody would be told. A
    draft is saved by naming fields, and readers see none of these. What is loaded from
    a dump (``raw``) brings its own feed.
    """
    if raw:
        return
    if update_fields is not None and "last_published_at" not in update_fields:
        return
    if isinstance(instance, Page):
        _note(instance)


@receiver(pre_delete, sender=Page)
def note_deleted_page(instance: Page, **signal: Any) -> None:
    """Note in the feed, in the transaction of the deletion, that a page goes."""
    _note(instance)


def _note(page: Page) -> None:
    """Note a page and its translations.

    Together they are one thing to find, which bears the key of the first that is live.
    """
    for one in page.get_translations(inclusive=True).filter(alias_of=None):
        change = Change.objects.create(kind="page", object_id=str(one.pk))
        changed.send(sender=Page, change=change)
