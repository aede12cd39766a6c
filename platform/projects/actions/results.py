"""Writing a project's result down and publishing it."""

from typing import Any

from django.db import transaction

from accounts.models import User
from catalogue.actions.outcomes import draft_outcome, publish_outcome
from catalogue.models import Outcome
from catalogue.rules import is_in_charge
from catalogue.selectors.anonymity import public_face
from curation.actions.locks import lock_need
from lifecycle.actions import record
from lifecycle.errors import AlreadyDecided, NotAllowed, WrongState
from projects.enums import ProjectState
from projects.errors import NoResult
from projects.models import Project

WITH_RESULT = (ProjectState.ACTIVE, ProjectState.COMPLETED)


def draft_result(project: Project, *, by: User, **fields: Any) -> Outcome:
    """Write down what came of a project; themes and place are the need's unless given.

    Of an anonymous need only as much of the place is taken over as readers may know.

    Args:
        project: one under way or completed.
        by: the office in charge of the need.
        fields: of the outcome (``title_ja``, ``summary_ja``, ``result_ja`` …) and
            ``themes``.

    Returns:
        The draft; the same one when the same person asks twice.

    Raises:
        NotAllowed: not the office in charge.
        WrongState: the project has not begun, or was stopped.
        AlreadyDecided: a colleague has begun to write it.
        ValidationError: a field is missing or wrong.

    Side effects: writes the outcome and log entries; ties it to the project.
    """
    with transaction.atomic():
        need = lock_need(project.introduction.pairing.need_id)
        row = Project.objects.select_for_update().get(pk=project.pk)
        if not is_in_charge(by, need):
            raise NotAllowed(action="draft_result")
        if row.outcome is not None:
            return _drafted_before(row.outcome, by)
        if row.state not in WITH_RESULT:
            raise WrongState(state=row.get_state_display())
        fields.setdefault("themes", need.themes.all())
        fields.setdefault("municipality", public_face(need).municipality)
        row.outcome = draft_outcome(by=by, need=need, **fields)
        row.save(update_fields=["outcome"])
        record(row, "draft_result", by=by, after={"outcome": row.outcome.public_id})
    project.refresh_from_db()
    return row.outcome


def publish_result(project: Project, *, by: User) -> Outcome:
    """Publish a completed project's result: the need has its answer.

    The same follows when the result is published from the catalogue
    (``projects.receivers``).

    Raises:
        NoResult: nothing was written down.
        InvalidInput: title, summary or what came of it is missing.
        NamesPoster: the text names a poster who did not agree to it.
        ProjectNotFinished, NotAllowed, AlreadyDecided, WrongState: nothing changed.

    Side effects: publishes the outcome, settles the need and ends what is still asked
    about it; see ``catalogue.actions.outcomes.publish_outcome``.
    """
    if project.outcome is None:
        raise NoResult()
    publish_outcome(project.outcome, by=by)
    return project.outcome


def _drafted_before(outcome: Outcome, by: User) -> Outcome:
    if outcome.created_by_id == by.pk:
        return outcome
    raise AlreadyDecided(
        by=str(outcome.created_by), at=outcome.state_since, action="draft_result"
    )
