"""On what terms the two sides work together."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.rules import is_secretariat
from lifecycle import clock
from lifecycle.actions import record, revise
from lifecycle.errors import NotAllowed, WrongState
from lifecycle.models import LogEntry
from projects.enums import AgreementKind, ProjectState
from projects.errors import (
    ConfirmationMissing,
    NoSignatureNeeded,
    NotInTheFuture,
    SignatureNeeded,
)
from projects.models import Agreement, Project
from projects.rules import manages
from projects.signals import agreement_settled

RUNNING = (ProjectState.PREPARING, ProjectState.ACTIVE)


def add_agreement(project: Project, *, by: User, kind: str) -> Agreement:
    """Add an agreement of another kind; one of each kind at most.

    Returns:
        The agreement; the present one of this kind, if there is one.

    Raises:
        NotAllowed: neither the secretariat nor the liaison office.
        WrongState: the project is over.
        ValidationError: the kind is unknown.

    Side effects: writes the agreement and a log entry.
    """
    with transaction.atomic():
        _lock(project, by)
        present = Agreement.objects.filter(project=project, kind=kind).first()
        if present is not None:
            return present
        agreement = Agreement(project=project, kind=kind)
        agreement.full_clean()
        agreement.save()
        record(project, "add_agreement", by=by, after={"kind": kind})
    return agreement


def apply_agreement(agreement: Agreement, *, by: User, on: date) -> Agreement:
    """Record the day on which an agreement was applied for.

    Raises:
        NotAllowed, WrongState: as ``add_agreement``.
        NotInTheFuture: the day lies ahead.
        NoSignatureNeeded: it was said that no agreement is needed.

    Side effects: writes the agreement and a log entry; nothing when it says so already.
    """
    _check_signed_kind(agreement, on)
    _write(agreement, "apply_agreement", by=by, values={"applied_on": on})
    return agreement


def sign_agreement(
    agreement: Agreement, *, by: User, on: date, document_no: str = ""
) -> Agreement:
    """Record the day on which an agreement was signed, and its document number.

    Raises:
        NotAllowed, WrongState, NotInTheFuture, NoSignatureNeeded: as
        ``apply_agreement``.

    Side effects: writes the agreement and a log entry and sends
    ``projects.signals.agreement_settled``; nothing when it says so already.
    """
    _check_signed_kind(agreement, on)
    values = {"signed_on": on, "document_no": document_no.strip()}
    _settle(agreement, "sign_agreement", by=by, values=values)
    return agreement


def confirm_none_needed(
    agreement: Agreement, *, by: User, confirmed_by_name: str = ""
) -> Agreement:
    """Record that the liaison office says no agreement is needed.

    Args:
        agreement: one of the kind ``none_needed``.
        by: the liaison office, or the secretariat that was told.
        confirmed_by_name: who said so; needed from the secretariat.

    Raises:
        NotAllowed, WrongState: as ``add_agreement``.
        ConfirmationMissing: the secretariat does not say who confirmed it.
        SignatureNeeded: the agreement is of a kind that is signed.

    Side effects: writes the agreement and a log entry and sends
    ``projects.signals.agreement_settled``; nothing when it was confirmed already.
    """
    if agreement.kind != AgreementKind.NONE_NEEDED:
        raise SignatureNeeded(field="kind")
    name = confirmed_by_name.strip()
    if not name and is_secretariat(by):
        raise ConfirmationMissing(field="confirmed_by_name")
    values = {
        "confirmed_on": clock.today(),
        "confirmed_by": by,
        "confirmed_by_name": name or by.get_full_name(),
    }
    _settle(agreement, "confirm_none_needed", by=by, values=values)
    return agreement


def _check_signed_kind(agreement: Agreement, on: date) -> None:
    if agreement.kind == AgreementKind.NONE_NEEDED:
        raise NoSignatureNeeded(field="kind")
    if on > clock.today():
        raise NotInTheFuture(field="on")


def _settle(agreement: Agreement, action: str, **options: Any) -> None:
    with transaction.atomic():
        entry = _write(agreement, action, **options)
        if entry is not None:
            agreement_settled.send(sender=Agreement, agreement=agreement, entry=entry)


def _write(
    agreement: Agreement, action: str, *, by: User, values: dict[str, Any]
) -> LogEntry | None:
    """Write what is new of an agreement; ``None`` when nothing is."""
    with transaction.atomic():
        project = _lock(agreement.project, by)
        agreement.refresh_from_db()
        before, after = revise(agreement, values)
        if not after:
            return None
        agreement.full_clean()
        agreement.save()
        after["kind"] = agreement.kind
        return record(project, action, by=by, before=before, after=after)


def _lock(project: Project, by: User) -> Project:
    row = Project.objects.select_for_update().get(pk=project.pk)
    if not manages(by, row):
        raise NotAllowed(action="agreement")
    if row.state not in RUNNING:
        raise WrongState(state=row.get_state_display())
    return row
