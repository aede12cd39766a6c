"""Asking for an approval, giving it, sending it back."""

from typing import Any

from django.db import transaction

from lifecycle import approvals, clock
from lifecycle.actions import record
from lifecycle.errors import (
    AlreadyDecided,
    CommentRequired,
    NotAllowed,
    SamePerson,
    UnknownAction,
    WrongState,
)
from lifecycle.machines import Machine
from lifecycle.models import Approval, ApprovalState
from lifecycle.stateful import Stateful


def ask_approval(
    machine: Machine, instance: Stateful, action: str, *, by: Any, note: str = ""
) -> Approval:
    """Ask a second person to approve a step before it is taken.

    Args:
        machine: the transition table of the thing's kind.
        instance: the thing that is to be moved.
        action: the step; one for which the region's data asks for an approval.
        by: the drafter; somebody who may take the step.
        note: a word to the approver.

    Returns:
        The request; the same one when the same person asks twice.

    Raises:
        UnknownAction: the step needs no approval.
        NotAllowed, WrongState: the step cannot be taken now, or not by this person.
        AlreadyDecided: a colleague has asked already.

    Side effects: writes the request and a log entry.
    """
    if not approvals.is_needed(instance, action):
        raise UnknownAction(action=f"ask_approval: {action}")
    with transaction.atomic():
        row = _locked(machine, instance, action, by)
        held = approvals.open_approval(row, action)
        if held is not None:
            if held.drafter == by:
                return held
            raise AlreadyDecided(
                by=str(held.drafter), at=held.asked_at, action="ask_approval"
            )
        _of(row, action).filter(state__in=approvals.OPEN).update(
            state=ApprovalState.LAPSED
        )
        approval = Approval.objects.create(
            subject_type=row._meta.label_lower,
            subject_id=row.public_id,
            action=action,
            drafter=by,
            note=note.strip(),
        )
        record(row, "ask_approval", by=by, note=note.strip())
    return approval


def approve(
    machine: Machine, instance: Stateful, action: str, *, by: Any, document_no: str = ""
) -> None:
    """Approve a step that somebody else has drafted; they may then take it.

    Raises:
        SamePerson: the drafter does not approve.
        NotAllowed, WrongState, AlreadyDecided: nothing changed.

    Side effects: writes the approval and a log entry.
    """
    values = {"state": ApprovalState.GIVEN, "document_no": document_no.strip()}
    _decide(machine, instance, action, "approve", by, values, "")


def send_back(
    machine: Machine, instance: Stateful, action: str, *, by: Any, comment: str
) -> None:
    """Send a draft back with a comment.

    Raises:
        CommentRequired: without a comment the drafter does not know what to change.
        SamePerson, NotAllowed, WrongState, AlreadyDecided: nothing changed.

    Side effects: writes the answer and a log entry.
    """
    if not comment.strip():
        raise CommentRequired()
    values = {"state": ApprovalState.SENT_BACK, "comment": comment.strip()}
    _decide(machine, instance, action, "send_back", by, values, comment.strip())


def _decide(
    machine: Machine,
    instance: Stateful,
    action: str,
    decision: str,
    by: Any,
    values: dict[str, Any],
    note: str,
) -> None:
    with transaction.atomic():
        row = _locked(machine, instance, action, by)
        approval = approvals.open_approval(row, action)
        if approval is None:
            raise WrongState(state=row.get_state_display())  # type: ignore[attr-defined]
        if approval.drafter == by:
            raise SamePerson()
        if approval.state != ApprovalState.ASKED:
            if approval.approver == by and approval.state == values["state"]:
                return
            raise AlreadyDecided(
                by=str(approval.approver),
                at=approval.decided_at or approval.asked_at,
                action=decision,
            )
        for name, value in (values | {"approver": by}).items():
            setattr(approval, name, value)
        approval.decided_at = clock.now()
        approval.save()
        after = {"document_no": approval.document_no} if approval.document_no else {}
        record(row, decision, by=by, note=note, after=after)


def _locked(machine: Machine, instance: Stateful, action: str, by: Any) -> Any:
    """Return the row under its lock, where ``by`` may take or approve the step now."""
    row: Any = type(instance)._base_manager.select_for_update().get(pk=instance.pk)
    step = machine.find(action, row.state)
    if not approvals.rules.may_approve(by) or not machine.allows(action, by, row):
        raise NotAllowed(action=action)
    if step is None:
        raise WrongState(state=row.get_state_display())
    return row


def _of(row: Stateful, action: str) -> Any:
    return Approval.objects.filter(
        subject_type=row._meta.label_lower, subject_id=row.public_id, action=action
    )
