"""What can be done with a result."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import is_officer
from catalogue.actions.feed import note_change
from catalogue.models import Need, Outcome, Theme
from catalogue.transitions import OUTCOME
from lifecycle import clock
from lifecycle.actions import perform, record, revise
from lifecycle.errors import InvalidInput, NotAllowed


def draft_outcome(
    *, by: User, need: Need | None = None, themes: Iterable[Theme] = (), **fields: Any
) -> Outcome:
    """Write a result down, of a need's project or as a practice of its own.

    Raises:
        NotAllowed: only officers and the secretariat write results.

    Side effects: writes the result and a log entry.
    """
    if not is_officer(by):
        raise NotAllowed(action="draft_outcome")
    with transaction.atomic():
        outcome = Outcome(
            need=need, created_by=by, is_demo=by.is_demonstration, **fields
        )
        outcome.full_clean()
        outcome.save()
        outcome.themes.set(themes)
        record(outcome, "draft", by=by, after={"state": outcome.state})
    return outcome


def edit_outcome(
    outcome: Outcome, *, by: User, themes: Iterable[Theme] | None = None, **fields: Any
) -> Outcome:
    """Change a result's texts.

    Raises:
        NotAllowed: only officers and the secretariat write results.

    Side effects: writes the result, a log entry and the change feed.
    """
    if not is_officer(by):
        raise NotAllowed(action="edit")
    with transaction.atomic():
        before, after = revise(outcome, fields)
        outcome.updated_at = clock.now()
        outcome.full_clean()
        outcome.save()
        if themes is not None:
            outcome.themes.set(themes)
        record(outcome, "edit", by=by, before=before, after=after)
        note_change(outcome)
    return outcome


def publish_outcome(outcome: Outcome, *, by: User) -> None:
    """Publish a result as a page.

    Raises:
        InvalidInput: title, summary or what came of it is missing.

    Side effects: see ``lifecycle.actions.perform``; writes the change feed.
    """
    if not all(outcome.localized(f) for f in ("title", "summary", "result")):
        raise InvalidInput(
            _("Please write a title, a summary and what came of it first.")
        )
    with transaction.atomic():
        values = {"published_at": clock.now()}
        perform(OUTCOME, outcome, "publish", by=by, values=values)
        note_change(outcome)


def withdraw_outcome(outcome: Outcome, *, by: User, comment: str) -> None:
    """Take a published result back for correction."""
    with transaction.atomic():
        perform(OUTCOME, outcome, "withdraw", by=by, note=comment)
        note_change(outcome)
