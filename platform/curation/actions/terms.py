"""Terms: one reminder for each side, then the request lapses."""

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from accounts.rules import is_secretariat
from accounts.selectors import add_working_days, region
from curation.actions.closing import release
from curation.actions.locks import lock_case
from curation.enums import AnswerState, IntroductionState
from curation.models import Introduction, Party
from curation.signals import reminder_due
from curation.transitions import INTRODUCTION, PARTY
from lifecycle import clock
from lifecycle.actions import perform, record
from lifecycle.errors import NotAllowed


def follow_up() -> None:
    """Remind and lapse whatever is due; repeating it changes nothing more.

    Side effects: as ``remind`` and ``lapse``, for each introduction in a transaction
    of its own.
    """
    asked = Introduction.objects.filter(state=IntroductionState.ASKED)
    for introduction in asked.order_by("pk"):
        lapse(introduction)
        remind(introduction)


def remind(introduction: Introduction, *, by: User | None = None) -> int:
    """Remind each side that has not answered in time, once.

    A side is due when the region's ``reminder_working_days`` have passed since it was
    asked, and on the last day at the latest; at once when the secretariat says so.

    Args:
        introduction: one whose sides may still have to answer.
        by: somebody of the secretariat; ``None`` for the machine itself.

    Returns:
        How many sides were reminded.

    Raises:
        NotAllowed: somebody else; nothing changed.

    Side effects: sets ``reminded_at``, writes a log entry and sends ``reminder_due``.
    """
    if by is not None and not is_secretariat(by):
        raise NotAllowed(action="remind")
    days = region().reminder_working_days
    today = clock.today()
    reminded = 0
    with transaction.atomic():
        row = lock_case(introduction)
        for party in _waiting(row):
            if party.reminded_at is not None:
                continue
            due = add_working_days(localdate(party.state_since), days)
            if by is not None or today >= min(due, row.due_on):
                party.reminded_at = clock.now()
                party.save(update_fields=["reminded_at"])
                entry = record(party, "remind", by=by)
                reminder_due.send(sender=Party, party=party, entry=entry)
                reminded += 1
    return reminded


def lapse(introduction: Introduction) -> bool:
    """Let a request lapse whose last day has passed without every answer.

    Nothing lapses before the day after its reminder, even where the machine stood
    still in between.

    Returns:
        Whether it lapsed.

    Side effects: as ``curation.actions.closing.release``; see
    ``lifecycle.actions.perform``.
    """
    today = clock.today()
    with transaction.atomic():
        row = lock_case(introduction)
        waiting = _waiting(row)
        warned = all(
            p.reminded_at and localdate(p.reminded_at) < today for p in waiting
        )
        if not waiting or today <= row.due_on or not warned:
            return False
        for party in waiting:
            perform(PARTY, party, "lapse", by=None)
        perform(INTRODUCTION, row, "lapse", by=None)
        release(row, by=None)
    introduction.refresh_from_db()
    return True


def _waiting(introduction: Introduction) -> list[Party]:
    if introduction.state != IntroductionState.ASKED:
        return []
    return [p for p in introduction.parties.all() if p.state == AnswerState.WAITING]
