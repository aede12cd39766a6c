"""The course of a joint project."""

from django.db import transaction

from accounts.models import User
from catalogue.models import OpenRequest
from curation.actions.closing import close_introduction
from curation.actions.locks import lock_case
from curation.enums import EndReason
from lifecycle.actions import perform
from projects.enums import ProjectState
from projects.errors import AgreementMissing
from projects.models import Project
from projects.transitions import PROJECT


def activate(project: Project, *, by: User) -> None:
    """Let work begin, once the terms are settled.

    Raises:
        AgreementMissing: no agreement is signed and none confirmed as not needed.
        NotAllowed, AlreadyDecided, WrongState: nothing changed.

    Side effects: see ``lifecycle.actions.perform``.
    """
    with transaction.atomic():
        row = Project.objects.select_for_update().get(pk=project.pk)
        if row.state == ProjectState.PREPARING and not row.may_begin:
            raise AgreementMissing(state=row.get_state_display())
        perform(PROJECT, project, "activate", by=by)


def complete(project: Project, *, by: User, note: str = "") -> None:
    """Say that the work is done; its result can be published next.

    Raises:
        NotAllowed, AlreadyDecided, WrongState: nothing changed.

    Side effects: removes the researcher's open request; see
    ``lifecycle.actions.perform``.
    """
    with transaction.atomic():
        introduction = lock_case(project.introduction)
        perform(PROJECT, project, "complete", by=by, note=note)
        OpenRequest.objects.filter(subject=introduction.public_id).delete()


def stop(project: Project, *, by: User, reason: str, note: str = "") -> None:
    """Stop a project before its end, with a ``StopReason``.

    Raises:
        NotAllowed, AlreadyDecided, WrongState, InvalidReason: nothing changed.

    Side effects: ends the introduction (``curation.actions.closing.release``): the
    open request is removed, and a need without another live introduction is open
    again; see ``lifecycle.actions.perform``.
    """
    with transaction.atomic():
        introduction = lock_case(project.introduction)
        row = Project.objects.select_for_update().get(pk=project.pk)
        perform(PROJECT, project, "stop", by=by, reason=reason, note=note)
        if row.state != ProjectState.STOPPED:
            close_introduction(introduction, by=by, reason=EndReason.PROJECT_STOPPED)
