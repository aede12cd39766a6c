"""The course of a joint project, from its setting up to its end."""

from datetime import timedelta

from django.db import transaction

from accounts.models import User
from catalogue.actions.people import end_conflict, finish_request, note_conflict
from catalogue.enums import ConflictKind
from curation.actions.closing import close_introduction
from curation.actions.locks import lock_case
from curation.actions.talks import begin_project
from curation.enums import EndReason, Side
from curation.models import Introduction
from lifecycle import clock
from lifecycle.actions import perform, record
from lifecycle.errors import AlreadyDecided, NotAllowed
from projects.enums import ProjectState
from projects.errors import AgreementMissing
from projects.models import Agreement, Participant, Project
from projects.rules import may_start
from projects.signals import started
from projects.transitions import PROJECT

JOINT_WORK_COUNTS = timedelta(days=3 * 365)
"""How long after its end a project still ties a researcher to the firm."""


def start_project(
    introduction: Introduction,
    *,
    by: User,
    title_ja: str,
    agreement_kind: str,
    title_en: str = "",
) -> Project:
    """Set up the joint project of two sides that are talking.

    Args:
        introduction: one in the state ``talking``; afterwards ``project``.
        by: the secretariat or the offering institution's liaison office.
        title_ja: what the project is called; its participants read it.
        agreement_kind: an ``AgreementKind``; more may be added later.
        title_en: the same in English.

    Returns:
        The project; the same one when the same person asks twice.

    Raises:
        NotAllowed, WrongState: nothing changed.
        AlreadyDecided: somebody else has set it up.
        ValidationError: the title is missing or too long, the kind unknown.

    Side effects: writes the project, its participants, its first agreement and a log
    entry, moves the introduction, notes the joint work as a conflict of interest, so
    that the researcher is not proposed to the firm's rivals meanwhile, and sends
    ``projects.signals.started``.
    """
    with transaction.atomic():
        row = lock_case(introduction)
        if not may_start(by, row):
            raise NotAllowed(action="start_project")
        existing = Project.objects.filter(introduction=row).first()
        if existing is not None:
            if existing.started_by_id == by.pk:
                return existing
            raise AlreadyDecided(
                by=str(existing.started_by), at=existing.started_at, action="start"
            )
        begin_project(row, by=by)
        project = Project(
            introduction=row, title_ja=title_ja, title_en=title_en, started_by=by
        )
        project.full_clean()
        project.save()
        agreement = Agreement(project=project, kind=agreement_kind)
        agreement.full_clean()
        agreement.save()
        for party in row.parties.all():
            Participant.objects.create(
                project=project,
                side=party.side,
                organisation=party.organisation,
                researcher=party.researcher,
            )
        note_conflict(
            project.participants.get(side=Side.OFFER).researcher,
            project.need.organisation,
            kind=ConflictKind.PROJECT_HERE,
            source=project.public_id,
        )
        after = {"state": project.state, "agreement_kind": agreement_kind}
        entry = record(project, "start", by=by, after=after)
        started.send(sender=Project, project=project, entry=entry)
    introduction.refresh_from_db()
    return project


def activate_project(project: Project, *, by: User, note: str = "") -> None:
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
        perform(PROJECT, project, "activate", by=by, note=note)


def complete_project(project: Project, *, by: User, note: str = "") -> None:
    """Say that the work is done; its result can be published next.

    Raises:
        NotAllowed, AlreadyDecided, WrongState: nothing changed.

    Side effects: removes the researcher's open request; the joint work counts as a
    conflict of interest for ``JOINT_WORK_COUNTS`` from today; see
    ``lifecycle.actions.perform``.
    """
    with transaction.atomic():
        introduction = lock_case(project.introduction)
        perform(PROJECT, project, "complete", by=by, note=note)
        finish_request(subject=introduction.public_id)
        _end_joint_work(project)


def stop_project(project: Project, *, by: User, reason: str, note: str = "") -> None:
    """Stop a project before its end, with a ``StopReason``.

    Raises:
        NotAllowed, AlreadyDecided, WrongState, InvalidReason: nothing changed.

    Side effects: ends the introduction (``curation.actions.closing.release``): the
    open request is removed, and a need without another live introduction is open
    again; the joint work counts for ``JOINT_WORK_COUNTS`` from today; see
    ``lifecycle.actions.perform``.
    """
    with transaction.atomic():
        introduction = lock_case(project.introduction)
        row = Project.objects.select_for_update().get(pk=project.pk)
        perform(PROJECT, project, "stop", by=by, reason=reason, note=note)
        if row.state != ProjectState.STOPPED:
            close_introduction(introduction, by=by, reason=EndReason.PROJECT_STOPPED)
            _end_joint_work(project)


def _end_joint_work(project: Project) -> None:
    end_conflict(source=project.public_id, on=clock.today() + JOINT_WORK_COUNTS)
