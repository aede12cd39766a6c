"""The one entry point through which a state changes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction

from lifecycle import approvals, clock
from lifecycle.errors import (
    AlreadyDecided,
    CommentRequired,
    InvalidReason,
    NotAllowed,
    UnknownAction,
    WrongState,
)
from lifecycle.machines import Machine, Transition
from lifecycle.models import LogEntry
from lifecycle.signals import transitioned
from lifecycle.stateful import Stateful

Changes = tuple[dict[str, str], dict[str, str]]


def perform(
    machine: Machine,
    instance: Stateful,
    action: str,
    *,
    by: Any,
    reason: str = "",
    note: str = "",
    values: dict[str, Any] | None = None,
) -> LogEntry:
    """Move ``instance`` by ``action``: check the rule, lock the row, log, tell.

    The row is read again under its lock, so of two people deciding at once the
    second learns who was first. The same person asking the same again changes
    nothing and gets the first entry back.

    Args:
        machine: the transition table of the thing's kind.
        instance: the thing to move; afterwards it carries the new values.
        action: an action of that table.
        by: the user who acts; ``None`` for the machine itself.
        reason: a coded reason, where the table asks for one.
        note: free text for the log, and the comment where one is needed.
        values: further fields that change together with the state.

    Returns:
        The log entry of the step.

    Raises:
        UnknownAction, NotAllowed, WrongState, AlreadyDecided, InvalidReason,
        CommentRequired, ApprovalMissing: nothing was changed.

    Side effects: writes the row and a ``LogEntry`` and sends ``transitioned``, all
    in one transaction.
    """
    model = type(instance)
    if action not in machine.actions:
        raise UnknownAction(action=action)
    with transaction.atomic():
        row = model._base_manager.select_for_update().get(pk=instance.pk)
        step = machine.find(action, row.state)
        if step is None:
            if not machine.allows(action, by, row):
                # Outsiders do not learn where it stands, nor who decided.
                raise NotAllowed(action=action)
            entry = _same_again(row, action, by)
            _copy(row, instance)
            return entry
        _check(step, row, by, reason, note)
        approved = approvals.use(row, action)
        before = {"state": row.state} | _plain(row, values or {})
        row.state, row.state_since = step.target, clock.now()
        for name, value in (values or {}).items():
            setattr(row, name, value)
        row.save()
        entry = record(
            row,
            action,
            by=by,
            reason=reason,
            note=note,
            before=before,
            after={"state": row.state} | _plain(row, values or {}) | approved,
            at=row.state_since,
        )
        _copy(row, instance)
        transitioned.send(sender=model, instance=instance, entry=entry)
    return entry


def record(
    instance: Any,
    action: str,
    *,
    by: Any,
    reason: str = "",
    note: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> LogEntry:
    """Write a log entry about ``instance`` (anything with ``case_id``).

    For steps that change no state (a milestone done, a withheld name looked at);
    state changes go through ``perform``, which calls this.
    """
    return LogEntry.objects.create(
        case=instance.case_id,
        subject_type=instance._meta.label_lower,
        subject_id=instance.public_id,
        action=action,
        actor=by,
        actor_role=getattr(by, "role", ""),
        reason=reason,
        note=note,
        before=before or {},
        after=after or {},
        at=at or clock.now(),
    )


def revise(row: models.Model, values: dict[str, Any]) -> Changes:
    """Set ``values`` on a row (unsaved) and return what really changed.

    Returns:
        The old and the new values of the changed fields, in the form the log keeps.
    """
    changed = {n: value for n, value in values.items() if getattr(row, n) != value}
    before = _plain(row, changed)
    for name, value in changed.items():
        setattr(row, name, value)
    return before, _plain(row, changed)


def _check(step: Transition, row: Stateful, by: Any, reason: str, note: str) -> None:
    if not step.may(by, row):
        raise NotAllowed(action=step.action)
    if step.reasons is not None and reason not in step.reasons.values:
        raise InvalidReason(action=step.action)
    if step.needs_comment and not note.strip():
        raise CommentRequired(action=step.action)


def _same_again(row: Stateful, action: str, by: Any) -> LogEntry:
    """Return the entry of the same step by the same person, or raise."""
    last = (
        LogEntry.objects.filter(
            subject_type=row._meta.label_lower,
            subject_id=row.public_id,
            after__state=row.state,
        )
        .select_related("actor")
        .order_by("-at", "-pk")
        .first()
    )
    if last is None or last.actor is None:
        raise WrongState(state=_label(row))
    if last.action == action and last.actor == by:
        return last
    if row.state_since == last.at and by != last.actor:
        raise AlreadyDecided(by=str(last.actor), at=last.at, action=last.action)
    raise WrongState(state=_label(row))


def _label(row: Any) -> str:
    return str(row.get_state_display())


def _copy(source: Stateful, target: Stateful) -> None:
    for field in source._meta.concrete_fields:
        setattr(target, field.attname, getattr(source, field.attname))


def _plain(row: Any, names: Iterable[str]) -> dict[str, str]:
    """Return the present values of the named fields in a form JSON can keep."""
    return {n: row._meta.get_field(n).value_to_string(row) for n in names}
