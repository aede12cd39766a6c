"""What is to be reached, and what was."""

from datetime import date

from django.db import transaction

from accounts.models import User
from lifecycle import clock
from lifecycle.actions import record
from lifecycle.errors import NotAllowed, WrongState
from projects.actions.agreements import RUNNING
from projects.errors import NotInTheFuture
from projects.models import Milestone, Project
from projects.rules import joins, manages
from projects.signals import milestone_done


def add_milestone(
    project: Project,
    *,
    by: User,
    title_ja: str,
    title_en: str = "",
    due_on: date | None = None,
) -> Milestone:
    """Add something to be reached.

    Returns:
        The milestone; the present one of this title, if there is one.

    Raises:
        NotAllowed: neither a participant nor who manages the project.
        WrongState: the project is over.
        ValidationError: the title is missing or too long.

    Side effects: writes the milestone and a log entry.
    """
    with transaction.atomic():
        _lock(project, by)
        present = Milestone.objects.filter(project=project, title_ja=title_ja).first()
        if present is not None:
            return present
        milestone = Milestone(
            project=project, title_ja=title_ja, title_en=title_en, due_on=due_on
        )
        milestone.full_clean()
        milestone.save()
        after = {"milestone": title_ja, "due_on": str(due_on or "")}
        record(project, "add_milestone", by=by, after=after)
    return milestone


def finish_milestone(
    milestone: Milestone, *, by: User, on: date | None = None, note: str = ""
) -> Milestone:
    """Say that a milestone was reached, today unless another day is given.

    Raises:
        NotAllowed, WrongState: as ``add_milestone``.
        NotInTheFuture: the day lies ahead.

    Side effects: writes the milestone and a log entry and sends
    ``projects.signals.milestone_done``; nothing when it was reached already.
    """
    day = on or clock.today()
    if day > clock.today():
        raise NotInTheFuture(field="on")
    with transaction.atomic():
        project = _lock(milestone.project, by)
        milestone.refresh_from_db()
        if milestone.done_on is not None:
            return milestone
        milestone.done_on = day
        milestone.save(update_fields=["done_on"])
        after = {"milestone": milestone.title_ja, "done_on": str(day)}
        entry = record(project, "finish_milestone", by=by, note=note, after=after)
        milestone_done.send(sender=Milestone, milestone=milestone, entry=entry)
    return milestone


def _lock(project: Project, by: User) -> Project:
    row = Project.objects.select_for_update().get(pk=project.pk)
    if not (joins | manages)(by, row):
        raise NotAllowed(action="milestone")
    if row.state not in RUNNING:
        raise WrongState(state=row.get_state_display())
    return row
