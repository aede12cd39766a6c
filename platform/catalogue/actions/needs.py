"""What can be done with a need."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.rules import belongs_to, is_officer
from catalogue.actions.feed import note_change
from catalogue.enums import Channel, NeedState
from catalogue.models import Need, Theme, Visit
from catalogue.rules import is_in_charge, works_for_poster, wrote_it_up
from catalogue.selectors.anonymity import revealing_passages
from catalogue.transitions import NEED
from lifecycle import clock
from lifecycle.actions import perform, record, revise
from lifecycle.errors import InvalidInput, NotAllowed, WrongState

EDITABLE = (
    NeedState.DRAFT,
    NeedState.SUBMITTED,
    NeedState.RETURNED,
    NeedState.OPEN,
    NeedState.EXPIRED,
)


# What the log only says to have changed: fewer people may read it than the log.
UNTOLD = ("competitors",)


class RevealsPoster(InvalidInput):
    """The text of an anonymous need tells who posts it."""

    code = "reveals_poster"
    message = _(
        "You chose to withhold the name, but the text contains “%(passages)s”. "
        "Please take it out, or show the name. Everything else is kept."
    )


def draft_need(
    *,
    by: User,
    organisation: Organisation,
    themes: Iterable[Theme] = (),
    visit: Visit | None = None,
    **fields: Any,
) -> Need:
    """Make a draft for an organisation that ``by`` belongs to, or visited.

    Raises:
        NotAllowed: neither a member of the organisation nor an officer with a visit.

    Side effects: writes the need and a log entry.
    """
    visited = visit is not None and bool(is_officer(by))
    if not belongs_to(by, organisation) and not visited:
        raise NotAllowed(action="draft")
    with transaction.atomic():
        need = Need(
            organisation=organisation,
            created_by=by,
            visit=visit,
            is_demo=organisation.is_demo,
            **fields,
        )
        need.full_clean()
        need.save()
        need.themes.set(themes)
        record(need, "draft", by=by, after={"state": need.state})
    return need


def edit_need(
    need: Need, *, by: User, themes: Iterable[Theme] | None = None, **fields: Any
) -> Need:
    """Change the texts and conditions of a need.

    Raises:
        NotAllowed: not the poster's people nor the office in charge.
        WrongState: a need in dialogue, settled or closed stays as it was.
        RevealsPoster: an open anonymous need would name its poster.

    Side effects: writes the need, a log entry naming the changed fields, and the
    change feed where readers can see the need.
    """
    if not (works_for_poster | is_in_charge | wrote_it_up)(by, need):
        raise NotAllowed(action="edit")
    with transaction.atomic():
        row = Need.objects.select_for_update().get(pk=need.pk)
        if row.state not in EDITABLE:
            raise WrongState(state=row.get_state_display())
        before, after = map(_without_untold, revise(row, fields))
        row.updated_at = clock.now()
        row.full_clean()
        if row.state == NeedState.OPEN:
            _check_anonymity(row)
        row.save()
        if themes is not None:
            row.themes.set(themes)
        record(row, "edit", by=by, before=before, after=after)
        note_change(row)
    need.refresh_from_db()
    return need


def write_up_visit(
    *,
    by: User,
    organisation: Organisation,
    channel: str,
    on: date,
    spoke_with: str,
    consent_by: str,
    consent_on: date,
    consent_text: str,
    notes: str = "",
    themes: Iterable[Theme] = (),
    **fields: Any,
) -> Need:
    """Write a visit or a call up as a need on the organisation's behalf.

    The consent is recorded with the visit; without it nothing is written.

    Raises:
        NotAllowed: only officers and the secretariat write visits up.
        ValidationError: a field of the visit or the need is missing or wrong.

    Side effects: writes the visit, the draft and a log entry.
    """
    if not is_officer(by):
        raise NotAllowed(action="write_up_visit")
    if channel == Channel.WEB:
        raise InvalidInput(_("Please say whether it was a visit or a call."))
    with transaction.atomic():
        visit = Visit(
            organisation=organisation,
            channel=channel,
            on=on,
            by=by,
            spoke_with=spoke_with,
            notes=notes,
            consent_by=consent_by,
            consent_on=consent_on,
            consent_text=consent_text,
        )
        visit.full_clean()
        visit.save()
        return draft_need(
            by=by, organisation=organisation, themes=themes, visit=visit, **fields
        )


def submit_need(need: Need, *, by: User) -> None:
    """Hand a need to the office in charge.

    Raises:
        InvalidInput: title or trouble is missing.
        RevealsPoster: an anonymous need names its poster.

    Side effects: see ``lifecycle.actions.perform``.
    """
    if not need.localized("title") or not need.localized("background"):
        raise InvalidInput(
            _("Please write a title and what the trouble is, then apply again.")
        )
    _check_anonymity(need)
    perform(NEED, need, "submit", by=by)


def return_need(need: Need, *, by: User, comment: str) -> None:
    """Give a need back with a comment on what is missing.

    Side effects: see ``lifecycle.actions.perform``.
    """
    perform(NEED, need, "return", by=by, note=comment)


def open_need(need: Need, *, by: User) -> None:
    """Accept a need: from now on it is matched and seen as its visibility says.

    Raises:
        RevealsPoster: an anonymous need names its poster.

    Side effects: see ``lifecycle.actions.perform``; writes the change feed.
    """
    _check_anonymity(need)
    _move(need, "open", by=by, values={"opened_at": clock.now()})


def settle_need(need: Need, *, by: User | None) -> None:
    """Say that a need has its answer; ``None`` may not, and gets ``NotAllowed``."""
    _move(need, "settle", by=by)


def close_need(need: Need, *, by: User, reason: str, note: str = "") -> None:
    """Close a need without a result, with a ``CloseReason``."""
    _move(need, "close", by=by, reason=reason, note=note)


def start_dialogue(need: Need, *, by: User | None) -> None:
    """Follow an agreed introduction: the need is talked about."""
    _move(need, "start_dialogue", by=by)


def resume_need(need: Need, *, by: User | None) -> None:
    """Follow the end of a need's last introduction: it is open again."""
    _move(need, "resume", by=by)


def expire_need(need: Need) -> None:
    """Let a need expire whose term ran out."""
    _move(need, "expire", by=None)


def renew_need(need: Need, *, by: User, deadline: date | None = None) -> None:
    """Open an expired need again, with a new deadline or none.

    Raises:
        RevealsPoster: an anonymous need names its poster.
    """
    _check_anonymity(need)
    values = {"deadline": deadline, "opened_at": clock.now()}
    _move(need, "renew", by=by, values=values)


def look_at_withheld_name(need: Need, *, by: User) -> Organisation:
    """Return who posts an anonymous need, to staff, and log the look.

    Raises:
        NotAllowed: not the office in charge.
    """
    if not is_in_charge(by, need):
        raise NotAllowed(action="look_at_name")
    record(need, "look_at_name", by=by)
    return need.organisation


def _move(need: Need, action: str, *, by: User | None, **options: Any) -> None:
    with transaction.atomic():
        perform(NEED, need, action, by=by, **options)
        note_change(need)


def _without_untold(values: dict[str, Any]) -> dict[str, Any]:
    return {name: "…" if name in UNTOLD else value for name, value in values.items()}


def _check_anonymity(need: Need) -> None:
    passages = [found.passage for found in revealing_passages(need)]
    if passages:
        raise RevealsPoster(passages="”, “".join(dict.fromkeys(passages)))
