"""Matching events: what staff enter, the plan that a job makes, its confirmation."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import is_secretariat
from catalogue.models import Expertise, Need
from lifecycle.actions import perform, record, revise
from lifecycle.errors import InvalidInput, NotAllowed, WrongState
from lifecycle.jobs import enqueue
from recommendations.enums import EventState
from recommendations.models import MatchingEvent, Meeting
from recommendations.planning import CannotBePlanned, plan_of, plannable, still_stands
from recommendations.transitions import EVENT

CHANGEABLE = (EventState.DRAFT, EventState.IMPOSSIBLE, EventState.PROPOSED)


def keep_event(
    event: MatchingEvent,
    *,
    by: User,
    needs: Iterable[Need] | None = None,
    offers: Iterable[Expertise] | None = None,
    **fields: Any,
) -> MatchingEvent:
    """Write an event, a new one or one as it stands.

    Raises:
        NotAllowed: not the secretariat.
        WrongState: it is being planned or was confirmed.
        ValidationError: a field is wrong.

    Side effects: writes the event and a log entry.
    """
    if not is_secretariat(by):
        raise NotAllowed(action="edit")
    with transaction.atomic():
        row, action = event, "draft"
        if event.pk:
            row = MatchingEvent.objects.select_for_update().get(pk=event.pk)
            action = "edit"
        if row.state not in CHANGEABLE:
            raise WrongState(state=row.get_state_display())
        before, after = revise(row, fields)
        row.full_clean()
        row.save()
        if needs is not None:
            row.needs.set(needs)
        if offers is not None:
            row.offers.set(offers)
        record(row, action, by=by, before=before, after=after)
    return row


def note_absence(
    event: MatchingEvent, *, who: str, slots: Iterable[int], by: User
) -> None:
    """Note in which slots (from 0) a participant is away, none if never.

    The others' absences stay as they are by then. Raises and side effects as in
    ``keep_event``.
    """
    with transaction.atomic():
        row = MatchingEvent.objects.select_for_update().get(pk=event.pk)
        absences = {key: kept for key, kept in row.absences.items() if key != who}
        if away := sorted(set(slots)):
            absences[who] = away
        keep_event(row, by=by, absences=absences)


def plan_event(event: MatchingEvent, *, by: User) -> None:
    """Have an event planned by a job.

    Raises:
        InvalidInput: none of the needs that were chosen can take part.
        NotAllowed, WrongState, AlreadyDecided: nothing changed.

    Side effects: queues the job; see ``lifecycle.actions.perform``.
    """
    if not plannable(event.needs.all()).exists():
        raise InvalidInput(_("Please choose needs first that are open."))
    with transaction.atomic():
        values = {"progress": 0, "problem": {}}
        perform(EVENT, event, "plan", by=by, values=values)
        enqueue("recommendations.plan_event", event_id=event.public_id)


def confirm_event(event: MatchingEvent, *, by: User) -> None:
    """Say that the proposed meetings hold.

    Raises:
        InvalidInput: somebody who is to meet no longer may.
        NotAllowed, WrongState, AlreadyDecided: nothing changed.

    Side effects: see ``lifecycle.actions.perform``.
    """
    with transaction.atomic():
        row = MatchingEvent.objects.select_for_update().get(pk=event.pk)
        asked = "confirm" in EVENT.open_actions(row, by)
        if asked and not still_stands(list(row.meetings.all())):
            raise InvalidInput(
                _(
                    "Since this plan was made, something has changed: a need is no "
                    "longer open, or somebody may not meet or has no more room. "
                    "Please have the meetings planned anew."
                )
            )
        perform(EVENT, event, "confirm", by=by)


def prepare_again(event: MatchingEvent, *, by: User) -> None:
    """Change an event again; its meetings stay until it is planned anew.

    Side effects: see ``lifecycle.actions.perform``.
    """
    perform(EVENT, event, "prepare_again", by=by)


def make_plan(event: MatchingEvent) -> None:
    """Assign and place the meetings of an event that is being planned.

    Side effects: writes the meetings in place of the former ones, or what clashes,
    or that it failed; see ``lifecycle.actions.perform``. Does nothing to an event in
    another state, or one whose planning was begun anew meanwhile; where somebody who
    was to meet no longer may, it queues the job again. What fails is raised.
    """
    if event.state != EventState.PLANNING:
        return
    began = event.state_since

    def tell(percent: int) -> None:
        rows = MatchingEvent.objects.filter(**_this(event, began))
        if not rows.update(progress=percent):
            raise _Overtaken

    try:
        found = plan_of(event, tell)
    except _Overtaken:
        return
    except CannotBePlanned as told:
        _give_up(event, began, told.problem)
        return
    except Exception:
        # Without this the event would stay as if it were still being planned.
        _give_up(event, began, {"kind": "failed"})
        raise
    with transaction.atomic():
        if not _is_still(event, began):
            return
        if not still_stands(found.meetings):
            enqueue("recommendations.plan_event", event_id=event.public_id)
            return
        values = {"progress": 100, "waiting": found.waiting, "proven": found.proven}
        perform(EVENT, event, "propose", by=None, values=values)
        event.meetings.all().delete()
        Meeting.objects.bulk_create(found.meetings)


class _Overtaken(Exception):
    """The event is no longer being planned, or was begun anew."""


def _this(event: MatchingEvent, began: datetime) -> dict[str, Any]:
    """What an event is as long as the planning that began then is not overtaken."""
    return {"pk": event.pk, "state": EventState.PLANNING, "state_since": began}


def _is_still(event: MatchingEvent, began: datetime) -> bool:
    rows = MatchingEvent.objects.select_for_update().filter(**_this(event, began))
    return rows.first() is not None


def _give_up(event: MatchingEvent, began: datetime, problem: dict[str, Any]) -> None:
    with transaction.atomic():
        if _is_still(event, began):
            perform(EVENT, event, "give_up", by=None, values={"problem": problem})
