"""What happens to an introduction after both sides agreed."""

from django.db import transaction

from accounts.models import User
from curation.actions.closing import release
from curation.actions.locks import lock_case
from curation.enums import LIVE
from curation.models import Introduction
from curation.transitions import INTRODUCTION
from lifecycle.actions import perform


def start_talking(introduction: Introduction, *, by: User, note: str = "") -> None:
    """Say that the two sides have met, written or spoken.

    Raises:
        NotAllowed, AlreadyDecided, WrongState: nothing changed.

    Side effects: see ``lifecycle.actions.perform``.
    """
    perform(INTRODUCTION, introduction, "start_talking", by=by, note=note)


def begin_project(introduction: Introduction, *, by: User) -> None:
    """Follow the start of a joint project.

    Side effects: see ``lifecycle.actions.perform``.
    """
    perform(INTRODUCTION, introduction, "start_project", by=by)


def end_introduction(
    introduction: Introduction, *, by: User, reason: str, note: str = ""
) -> None:
    """End the talks with an ``EndReason``; the secretariat may also withdraw a request.

    Raises:
        NotAllowed, AlreadyDecided, WrongState, InvalidReason: nothing changed.

    Side effects: as ``curation.actions.closing.release``; see
    ``lifecycle.actions.perform``.
    """
    with transaction.atomic():
        row = lock_case(introduction)
        was_live = row.state in LIVE
        perform(INTRODUCTION, row, "end", by=by, reason=reason, note=note)
        if was_live:
            release(row, by=by)
    introduction.refresh_from_db()
