"""What each side answers."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import is_secretariat
from catalogue.actions.needs import start_dialogue
from catalogue.actions.people import note_conflict, take_request
from catalogue.enums import ConflictKind, NeedState
from catalogue.models import OpenRequest, Researcher
from curation.actions.asking import check_researcher, last_day
from curation.actions.closing import release
from curation.actions.consents import write_consent
from curation.actions.locks import lock_case, lock_need
from curation.enums import AnswerState, DeclineReason, Purpose, Side
from curation.errors import NobodyToAsk
from curation.models import Introduction, Party
from curation.rules import is_asked, speaks_for
from curation.selectors.people import colleagues
from curation.signals import agreed, passed_on
from curation.transitions import INTRODUCTION, PARTY
from lifecycle import clock
from lifecycle.actions import perform, record, revise
from lifecycle.errors import AlreadyDecided, CommentRequired, NotAllowed
from lifecycle.models import LogEntry

_WHO_SAID_IT = _(
    "Please write who gave the answer and how, for example “Mr Sato, by telephone”."
)


def accept(
    introduction: Introduction, *, side: str, by: User, note: str = ""
) -> Introduction:
    """Say yes for one side; with the second yes the contact details are open.

    A liaison office that accepts does so as the institution's window: it stays the
    contact. To let the researcher decide it uses ``pass_on``.

    Args:
        introduction: afterwards it carries the new state.
        side: ``need`` or ``offer``.
        by: one of those asked, or the secretariat for an answer given by telephone.
        note: for the secretariat; who answered, when it answers for somebody.

    Raises:
        NotAllowed, AlreadyDecided, WrongState, CommentRequired: nothing changed.

    Side effects: writes the answer and the consent to open the contact details; with
    the second yes moves introduction and need and sends ``curation.signals.agreed``;
    see ``lifecycle.actions.perform``.
    """
    with transaction.atomic():
        row = lock_case(introduction)
        party = _answerable(row, side, by, note)
        if _answer(party, "accept", by=by, note=note):
            write_consent(party, Purpose.CONTACT, by=by, note=note)
            if row.was_agreed:
                _agree(row, by)
    introduction.refresh_from_db()
    return introduction


def decline(
    introduction: Introduction,
    *,
    side: str,
    by: User,
    reason: str,
    may_tell: bool = False,
    note: str = "",
) -> Introduction:
    """Say no for one side: the introduction is over.

    Args:
        introduction: afterwards it carries the new state.
        side: ``need`` or ``offer``.
        by: one of those asked, or the secretariat for an answer given by telephone.
        reason: a ``DeclineReason``, for the secretariat and the matcher.
        may_tell: whether the other side may be told the reason.
        note: for the secretariat only.

    Raises:
        NotAllowed, AlreadyDecided, WrongState, InvalidReason, CommentRequired:
        nothing changed.

    Side effects: writes the answer; as ``curation.actions.closing.release``; with
    ``DeclineReason.CONFLICT`` notes the conflict of interest, so that the two sides are
    not brought together again; see ``lifecycle.actions.perform``.
    """
    with transaction.atomic():
        row = lock_case(introduction)
        party = _answerable(row, side, by, note)
        given = _answer(
            party, "decline", by=by, note=note, reason=reason, may_tell=may_tell
        )
        if given:
            perform(INTRODUCTION, row, "decline", by=by, reason=reason)
            release(row, by=by, declined=reason)
            if reason == DeclineReason.CONFLICT:
                note_conflict(
                    row.party(Side.OFFER).researcher,
                    row.need.organisation,
                    kind=ConflictKind.OTHER,
                    source=row.public_id,
                )
    introduction.refresh_from_db()
    return introduction


def pass_on(
    introduction: Introduction,
    *,
    by: User,
    researcher: Researcher | None = None,
    note: str = "",
) -> Introduction:
    """Let a liaison office name who is asked next; the term begins anew.

    Args:
        introduction: one that waits for a liaison office.
        by: the liaison office, or the secretariat for it.
        researcher: of the same institution; the expertise's own if none is named.
        note: for the log; who said so, when the secretariat passes on.

    Raises:
        NotAllowed, AlreadyDecided, WrongState, CommentRequired: nothing changed.
        NobodyToAsk: no researcher, or one of another institution.
        ConflictOfInterest, NoCapacity: this researcher cannot be asked.

    Side effects: moves the open request to the researcher, sets the last day anew and
    sends ``curation.signals.passed_on``; see ``lifecycle.actions.perform``.
    """
    with transaction.atomic():
        row = lock_case(introduction)
        party = row.party(Side.OFFER)
        named = researcher or party.researcher
        if party.with_liaison or not _passed_before(party, by, named):
            _check_speaker(party, by, note)
            if named is None or named not in colleagues(party):
                raise NobodyToAsk()
            values = {"with_liaison": False, "researcher": named, "reminded_at": None}
            entry = perform(PARTY, party, "pass_on", by=by, note=note, values=values)
            _move_request(row, named)
            before, after = revise(row, {"due_on": last_day()})
            row.save(update_fields=["due_on"])
            if after:
                record(row, "renew_term", by=by, before=before, after=after)
            passed_on.send(sender=Party, party=party, entry=entry)
    introduction.refresh_from_db()
    return introduction


def _answerable(row: Introduction, side: str, by: User, note: str) -> Party:
    """Return the side that ``by`` may answer for; tell a colleague who passed it on."""
    party = row.party(side)
    if not is_asked(by, party) and speaks_for(by, party):
        entry = _pass_entry(party)
        if entry is not None:
            raise AlreadyDecided(by=str(entry.actor), at=entry.at, action=entry.action)
    _check_speaker(party, by, note)
    return party


def _check_speaker(party: Party, by: User, note: str) -> None:
    """Refuse outsiders before anything about the answer can be told."""
    if is_asked(by, party):
        return
    if not is_secretariat(by):
        raise NotAllowed(action="answer")
    if not note.strip():
        raise CommentRequired(_WHO_SAID_IT, action="answer")


def _answer(
    party: Party,
    action: str,
    *,
    by: User,
    note: str,
    reason: str = "",
    may_tell: bool = False,
) -> bool:
    """Write an answer; False when the same person had given it already."""
    first = party.state == AnswerState.WAITING
    values = {
        "answered_at": clock.now(),
        "answered_by": by,
        "note": note.strip(),
        "reason": reason,
        "may_tell": may_tell,
    }
    perform(PARTY, party, action, by=by, reason=reason, note=note, values=values)
    return first


def _agree(row: Introduction, by: User) -> None:
    entry = perform(INTRODUCTION, row, "agree", by=by)
    need = lock_need(row.pairing.need_id)
    if need.state == NeedState.OPEN:
        start_dialogue(need, by=by)
    agreed.send(sender=Introduction, introduction=row, entry=entry)


def _move_request(row: Introduction, named: Researcher) -> None:
    request = OpenRequest.objects.filter(subject=row.public_id).first()
    if request is not None and request.researcher_id == named.pk:
        return
    check_researcher(named, row.need)
    take_request(named, subject=row.public_id)


def _passed_before(party: Party, by: User, named: Researcher | None) -> bool:
    """Whether the same person passed the same request on already; or say who did."""
    entry = _pass_entry(party)
    if entry is None:
        raise NotAllowed(action="pass_on")
    if entry.actor == by and party.researcher == named:
        return True
    if not (speaks_for | is_secretariat)(by, party):
        raise NotAllowed(action="pass_on")
    raise AlreadyDecided(by=str(entry.actor), at=entry.at, action=entry.action)


def _pass_entry(party: Party) -> LogEntry | None:
    return (
        LogEntry.objects.filter(
            subject_type=Party._meta.label_lower,
            subject_id=party.public_id,
            action="pass_on",
        )
        .select_related("actor")
        .last()
    )
