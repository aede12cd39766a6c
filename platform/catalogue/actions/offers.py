"""What can be done with expertise and facilities."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import belongs_to
from catalogue.actions.feed import note_change
from catalogue.enums import OfferState
from catalogue.models import Expertise, Facility, ReviewSection, Theme
from catalogue.rules import checks_offer, owns_offer
from catalogue.transitions import OFFER
from lifecycle import clock
from lifecycle.actions import perform, record, revise
from lifecycle.errors import InvalidInput, NotAllowed, WrongState

AnyOffer = TypeVar("AnyOffer", Expertise, Facility)


def draft_offer(
    model: type[AnyOffer],
    *,
    by: User,
    themes: Iterable[Theme] = (),
    fields: Iterable[ReviewSection] = (),
    **values: Any,
) -> AnyOffer:
    """Make a draft of expertise or a facility.

    Args:
        model: ``Expertise`` or ``Facility``.
        by: belongs to the offering organisation, or is the researcher.
        themes: themes it serves.
        fields: KAKENHI review sections (expertise only).
        values: the model's other fields.

    Raises:
        NotAllowed: ``by`` does not belong to the organisation.

    Side effects: writes the entry and a log entry.
    """
    offer = model(created_by=by, **values)
    offer.is_demo = offer.organisation.is_demo or by.is_demonstration
    researcher = getattr(offer, "researcher", None)
    own = researcher is not None and researcher.user_id == by.pk
    if not own and not belongs_to(by, offer.organisation):
        raise NotAllowed(action="draft")
    with transaction.atomic():
        offer.full_clean()
        offer.save()
        offer.themes.set(themes)
        if isinstance(offer, Expertise):
            offer.fields.set(fields)
        record(offer, "draft", by=by, after={"state": offer.state})
    return offer


def edit_offer(
    offer: AnyOffer,
    *,
    by: User,
    themes: Iterable[Theme] | None = None,
    fields: Iterable[ReviewSection] | None = None,
    **values: Any,
) -> AnyOffer:
    """Change an offer that is not archived.

    Raises:
        NotAllowed: neither its owner nor who checks it.
        WrongState: it is archived.

    Side effects: writes the entry, a log entry and the change feed.
    """
    if not (owns_offer | checks_offer)(by, offer):
        raise NotAllowed(action="edit")
    with transaction.atomic():
        row = type(offer).objects.select_for_update().get(pk=offer.pk)
        if row.state == OfferState.ARCHIVED:
            raise WrongState(state=row.get_state_display())
        before, after = revise(row, values)
        row.updated_at = clock.now()
        row.full_clean()
        row.save()
        if themes is not None:
            row.themes.set(themes)
        if fields is not None and isinstance(row, Expertise):
            row.fields.set(fields)
        record(row, "edit", by=by, before=before, after=after)
        note_change(row)
    offer.refresh_from_db()
    return offer


def submit_offer(offer: Expertise | Facility, *, by: User) -> None:
    """Hand an offer to the liaison office for its check.

    Raises:
        InvalidInput: title or description is missing.
    """
    if not offer.localized("title") or not offer.localized("body"):
        raise InvalidInput(_("Please write a title and a description first."))
    perform(OFFER, offer, "submit", by=by)


def return_offer(offer: Expertise | Facility, *, by: User, comment: str) -> None:
    """Give an offer back with a comment."""
    perform(OFFER, offer, "return", by=by, note=comment)


def publish_offer(
    offer: Expertise | Facility, *, by: User, patents_checked: bool
) -> None:
    """Publish an offer after the check for unfiled patents.

    Raises:
        InvalidInput: the check was not confirmed.

    Side effects: see ``lifecycle.actions.perform``; writes the change feed.
    """
    if not patents_checked:
        raise InvalidInput(
            _("Please confirm that nothing in the text is an unfiled invention.")
        )
    _move(offer, "publish", by=by, values={"published_at": clock.now()})


def archive_offer(offer: Expertise | Facility, *, by: User) -> None:
    """Take an offer out of the catalogue."""
    _move(offer, "archive", by=by)


def revive_offer(offer: Expertise | Facility, *, by: User) -> None:
    """Make an archived offer a draft again."""
    _move(offer, "revive", by=by)


def _move(
    offer: Expertise | Facility, action: str, *, by: User, **options: Any
) -> None:
    with transaction.atomic():
        perform(OFFER, offer, action, by=by, **options)
        note_change(offer)
