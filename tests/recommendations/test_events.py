"""A matching event: entered, planned by a job, confirmed; or told what clashes."""

import pytest

from catalogue.actions.offers import archive_offer
from catalogue.actions.people import take_request
from catalogue.enums import NeedState
from lifecycle.errors import InvalidInput, NotAllowed, WrongState
from lifecycle.models import Job, LogEntry
from matching.planning_errors import SolverFailed, TimeIsUp
from recommendations import planning
from recommendations.actions import events
from recommendations.actions.events import (
    confirm_event,
    keep_event,
    make_plan,
    note_absence,
    plan_event,
    prepare_again,
)
from recommendations.enums import EventState
from recommendations.models import MatchingEvent
from recommendations.planning import plan_of
from tests.factories.accounts import (
    UserFactory,
    liaison_of,
    secretary,
)
from tests.factories.catalogue import (
    ExpertiseFactory,
    NeedFactory,
)
from tests.factories.recommendations import event_of, planned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def actions_of(event):
    return [e.action for e in LogEntry.objects.filter(subject_id=event.public_id)]


def test_an_event_is_planned_by_a_job_and_confirmed(others):
    by = secretary()
    needs, offers = NeedFactory.create_batch(2), ExpertiseFactory.create_batch(3)
    event = planned(event_of(by, needs), by)

    meetings = list(event.meetings.all())
    assert event.state == EventState.PROPOSED
    assert event.progress == 100
    assert len(meetings) == 4
    assert {m.need for m in meetings} == set(needs)
    assert {m.expertise for m in meetings} <= set(offers)
    assert all(m.evidence["evidence"] for m in meetings)
    for side in ("need_id", "expertise_id"):
        busy = [(getattr(m, side), m.slot) for m in meetings]
        assert len(set(busy)) == len(busy)

    confirm_event(event, by=by)

    assert actions_of(event) == ["draft", "plan", "propose", "confirm"]
    with pytest.raises(WrongState):
        keep_event(event, by=by, rooms=5)
    prepare_again(event, by=by)
    assert keep_event(event, by=by, rooms=5).rooms == 5


def test_two_who_note_absences_at_once_lose_neither(others):
    by = secretary()
    event_of(by, [])
    one, other = MatchingEvent.objects.get(), MatchingEvent.objects.get()

    note_absence(one, who="organisation-1", slots=[1, 0], by=by)
    note_absence(other, who="organisation-2", slots=[2], by=by)

    kept = {"organisation-1": [0, 1], "organisation-2": [2]}
    assert MatchingEvent.objects.get().absences == kept


def close(meeting):
    meeting.need.state = NeedState.SETTLED
    meeting.need.save()


def archive(meeting):
    archive_offer(meeting.expertise, by=liaison_of(meeting.expertise.organisation))


def fill(meeting):
    person = meeting.expertise.researcher
    person.capacity = 1
    person.save()
    take_request(person, subject="another")


@pytest.mark.parametrize("happens", [close, archive, fill])
def test_a_plan_that_no_longer_stands_is_not_confirmed(others, happens):
    by = secretary()
    ExpertiseFactory()
    event = planned(event_of(by, [NeedFactory()]), by)
    happens(event.meetings.get())

    with pytest.raises(InvalidInput):
        confirm_event(event, by=by)

    assert MatchingEvent.objects.get().state == EventState.PROPOSED
    with pytest.raises(NotAllowed):
        confirm_event(event, by=UserFactory())


def test_planning_anew_puts_the_new_meetings_in_place_of_the_old(others):
    by, need = secretary(), NeedFactory()
    ExpertiseFactory.create_batch(2)
    event = planned(event_of(by, [need]), by)
    assert event.meetings.count() == 2

    keep_event(event, by=by, at_most=1)
    planned(event, by)

    assert event.meetings.count() == 1


def test_planning_that_fails_is_told_and_can_be_begun_again(others, monkeypatch):
    by, need = secretary(), NeedFactory()
    ExpertiseFactory()

    def broken(*given, **options):
        raise SolverFailed(message="out of memory")

    with monkeypatch.context() as patch:
        patch.setattr(planning, "plan", broken)
        event = planned(event_of(by, [need]), by)
    assert event.state == EventState.IMPOSSIBLE
    assert event.problem == {"kind": "failed"}
    assert Job.objects.get(task="recommendations.plan_event").error

    assert planned(event, by).state == EventState.PROPOSED


def test_where_the_time_does_not_suffice_it_is_said(others, monkeypatch):
    def slow(*given, **options):
        raise TimeIsUp(seconds=20)

    monkeypatch.setattr(planning, "plan", slow)
    ExpertiseFactory()

    event = planned(event_of(secretary(), [NeedFactory()]), secretary())

    assert event.state == EventState.IMPOSSIBLE
    assert event.problem == {"kind": "time"}


def meanwhile(monkeypatch, happens):
    """Let something happen once, while a plan is being computed."""
    waiting = [happens]

    def slow(event, tell):
        found = plan_of(event, tell)
        if waiting:
            waiting.pop()()
        return found

    monkeypatch.setattr(events, "plan_of", slow)


def test_a_plan_that_was_overtaken_is_not_proposed(others, monkeypatch):
    by = secretary()
    ExpertiseFactory.create_batch(2)
    event = event_of(by, [NeedFactory()])

    def begin_anew():
        current = MatchingEvent.objects.get()
        prepare_again(current, by=by)
        keep_event(current, by=by, at_most=1)
        plan_event(MatchingEvent.objects.get(), by=by)

    meanwhile(monkeypatch, begin_anew)
    event = planned(event, by)

    assert event.state == EventState.PROPOSED
    assert event.meetings.count() == event.at_most == 1
    assert actions_of(event).count("propose") == 1


def test_who_may_no_longer_meet_when_the_plan_is_ready_is_not_in_it(
    others, monkeypatch
):
    by, need = secretary(), NeedFactory()
    gone, free = ExpertiseFactory.create_batch(2)
    meanwhile(
        monkeypatch, lambda: archive_offer(gone, by=liaison_of(gone.organisation))
    )

    event = planned(event_of(by, [need]), by)

    assert [m.expertise for m in event.meetings.all()] == [free]
    assert Job.objects.filter(task="recommendations.plan_event").count() == 2


def test_without_needs_there_is_nothing_to_plan():
    by = secretary()

    with pytest.raises(InvalidInput):
        plan_event(event_of(by, []), by=by)


def test_only_the_secretariat_keeps_and_plans_events():
    by = secretary()
    event = event_of(by, [NeedFactory()])

    with pytest.raises(NotAllowed):
        event_of(UserFactory(), [])
    with pytest.raises(NotAllowed):
        plan_event(event, by=UserFactory())


def test_a_job_that_runs_twice_plans_once(others):
    by, need = secretary(), NeedFactory()
    ExpertiseFactory()
    event = planned(event_of(by, [need]), by)
    before = list(event.meetings.values_list("pk"))

    make_plan(event)

    assert list(event.meetings.values_list("pk")) == before
