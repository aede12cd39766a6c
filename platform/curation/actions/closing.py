"""What follows when nothing more comes of an introduction."""

from django.db import transaction

from accounts.models import User
from catalogue.actions.needs import resume_need
from catalogue.actions.people import finish_request
from catalogue.enums import NeedState
from catalogue.models import Need
from curation.actions.locks import lock_case, lock_need
from curation.enums import (
    AnswerState,
    DeclineReason,
    EndReason,
    IntroductionState,
)
from curation.models import Introduction
from curation.transitions import INTRODUCTION, PARTY
from lifecycle.actions import perform
from recommendations.enums import DismissReason, PairingState
from recommendations.transitions import PAIRING

# Whoever is asked knows better than who chose whether a text speaks of their field.
OF_THE_TEXTS: dict[str, str] = {DeclineReason.NOT_MY_FIELD: DismissReason.OFF_TOPIC}


def close_introduction(
    introduction: Introduction, *, by: User | None, reason: str, note: str = ""
) -> None:
    """End an introduction because of another step, with an ``EndReason``.

    Side effects: as ``release``; see ``lifecycle.actions.perform``.
    """
    with transaction.atomic():
        row = lock_case(introduction)
        perform(INTRODUCTION, row, "close", by=by, reason=reason, note=note)
        release(row, by=by)
    introduction.refresh_from_db()


def close_with_need(need: Need, *, by: User | None) -> None:
    """End what is asked and talked about for a need that was settled or closed.

    Joint projects go on. Side effects: as ``close_introduction``.
    """
    unfinished = Introduction.objects.filter(
        pairing__need=need,
        state__in=(
            IntroductionState.ASKED,
            IntroductionState.AGREED,
            IntroductionState.TALKING,
        ),
    )
    for introduction in unfinished.order_by("pk"):
        close_introduction(introduction, by=by, reason=EndReason.NEED_CLOSED)


def release(introduction: Introduction, *, by: User | None, declined: str = "") -> None:
    """Undo what asking did, once an introduction has come to its end.

    Call it inside the transaction, with the case locked. ``declined`` is the
    ``DeclineReason`` of a no: whether it speaks of the two texts is kept with the
    pairing, for the matcher to learn from.

    Side effects: a side that has not answered is no longer asked; the researcher's
    open request is removed; a pairing whose sides never agreed is shortlisted again;
    a need in dialogue whose last live introduction this was is open again.
    """
    was_agreed = introduction.was_agreed
    for party in introduction.parties.filter(state=AnswerState.WAITING):
        # By nobody: the log of one side must not name the people of the other.
        perform(PARTY, party, "close", by=None)
    finish_request(subject=introduction.public_id)
    pairing = introduction.pairing
    if not was_agreed and pairing.state == PairingState.INTRODUCED:
        reason = OF_THE_TEXTS.get(declined, "")
        perform(PAIRING, pairing, "reopen", by=by, reason=reason)
    need = lock_need(pairing.need_id)
    live = Introduction.objects.live().filter(pairing__need=need)
    if need.state == NeedState.IN_DIALOGUE and not live.exists():
        resume_need(need, by=by)
