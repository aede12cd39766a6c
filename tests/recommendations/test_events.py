"""A matching event: entered, planned by a job, confirmed; or told what clashes."""

from datetime import date, time

import pytest

from catalogue.actions.offers import archive_offer
from catalogue.actions.people import take_request
from catalogue.models import OpenRequest
from lifecycle import jobs
from lifecycle.errors import InvalidInput, NotAllowed, WrongState
from lifecycle.models import Job, LogEntry
from matching.bands import FLOOR
from matching.planning_errors import SolverFailed, TimeIsUp
from recommendations import planning
from recommendations.actions import events
from recommendations.actions.decisions import dismiss
from recommendations.actions.events import (
    confirm_event,
    keep_event,
    make_plan,
    plan_event,
    prepare_again,
)
from recommendations.documents import need_document
from recommendations.engine import engine
from recommendations.enums import DismissReason, EventState, PairingState
from recommendations.models import MatchingEvent
from recommendations.participants import offerer_key, poster_key
from recommendations.planning import plan_of
from tests.factories.accounts import (
    OrganisationFactory,
    UserFactory,
    liaison_of,
    secretary,
)
from tests.factories.catalogue import (
    ConflictFactory,
    ExpertiseFactory,
    NeedFactory,
    ResearcherFactory,
)
from tests.factories.recommendations import PairingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.fixture
def others():
    """Offers on another matter, so that words tell something."""
    return ExpertiseFactory.create_batch(
        40,
        company=True,
        organisation=OrganisationFactory(),
        title_ja="橋の点検",
        title_en="",
        summary_ja="橋を打音で点検します。",
        body_ja="",
    )


def event_of(by, needs, **fields):
    given = {
        "title": "秋のマッチング会",
        "on": date(2026, 12, 10),
        "starts_at": time(13, 0),
        "minutes": 30,
        "slots": 4,
        "rooms": 2,
        "at_least": 1,
        "at_most": 2,
        "per_person": 2,
    }
    return keep_event(MatchingEvent(), by=by, needs=needs, **(given | fields))


def planned(event, by):
    plan_event(event, by=by)
    jobs.drain()
    event.refresh_from_db()
    return event


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


def test_conflicts_and_people_without_room_do_not_meet(others):
    by, need = secretary(), NeedFactory()
    barred, full, free = ExpertiseFactory.create_batch(3)
    ConflictFactory(researcher=barred.researcher, organisation=need.organisation)
    full.researcher.capacity = 1
    full.researcher.save()
    take_request(full.researcher, subject="another")

    event = planned(event_of(by, [need]), by)

    assert [m.expertise for m in event.meetings.all()] == [free]
    assert OpenRequest.objects.count() == 1


def test_who_was_put_aside_for_a_need_does_not_meet_it(others):
    by, need = secretary(), NeedFactory()
    aside, free = ExpertiseFactory.create_batch(2)
    PairingFactory(need=need, expertise=aside, state=PairingState.DISMISSED)

    event = planned(event_of(by, [need]), by)

    assert [m.expertise for m in event.meetings.all()] == [free]


@pytest.mark.parametrize(
    ("reason", "met"),
    [(DismissReason.CONFLICT, False), (DismissReason.OFF_TOPIC, True)],
)
def test_a_reason_about_the_person_bars_their_other_offers_as_well(others, reason, met):
    by, need, person = secretary(), NeedFactory(), ResearcherFactory()
    aside, other = ExpertiseFactory.create_batch(2, researcher=person)
    free = ExpertiseFactory()
    dismiss(PairingFactory(need=need, expertise=aside), by=by, reason=reason)

    event = planned(event_of(by, [need]), by)

    expected = {free, other} if met else {free}
    assert {m.expertise for m in event.meetings.all()} == expected


def test_whom_the_matcher_would_not_propose_does_not_meet(others):
    nothing = {"summary_ja": "", "title_en": ""}
    sizes = "2026年12月10日 350 480"
    need = NeedFactory(
        title_ja=f"宇宙船 {sizes}", background_ja="", wanted_ja="", **nothing
    )
    offer = ExpertiseFactory(title_ja=f"茶摘み {sizes}", body_ja="", **nothing)
    scores = engine().current().score_all(need_document(need), kinds=["expertise"])
    assert scores["expertise", offer.public_id] > FLOOR

    event = planned(event_of(secretary(), [need]), secretary())

    (short,) = event.problem["shorts"]
    assert short["fitting"] == 0


def test_there_are_no_more_meetings_than_places(others):
    by, house = secretary(), OrganisationFactory()
    needs = [*NeedFactory.create_batch(2, organisation=house), NeedFactory()]
    away, *free = ExpertiseFactory.create_batch(5)
    numbers = {"rooms": 2, "slots": 3, "at_most": 3, "per_person": 3}
    absences = {poster_key(needs[0]): [0], offerer_key(away): [0, 1, 2]}

    event = planned(event_of(by, needs, absences=absences, **numbers), by)

    assert event.state == EventState.PROPOSED
    met = [m.need for m in event.meetings.all()]
    assert [met.count(need) for need in needs] == [1, 1, 3]
    assert {m.expertise for m in event.meetings.all()} <= set(free)


def test_somebody_with_two_offers_is_one_person(others):
    by, person = secretary(), ResearcherFactory()
    ExpertiseFactory.create_batch(2, researcher=person)

    event = planned(event_of(by, [NeedFactory()]), by)

    assert event.meetings.count() == 1


def test_what_clashes_in_the_assignment_is_kept(others):
    by, needs = secretary(), NeedFactory.create_batch(3)
    offer = ExpertiseFactory()

    event = planned(event_of(by, needs, per_person=2, offers=[offer]), by)

    assert event.state == EventState.IMPOSSIBLE
    assert event.problem["shorts"] == []
    assert set(event.problem["clash"]["needs"]) == {n.public_id for n in needs}
    assert (event.problem["clash"]["wanted"], event.problem["clash"]["places"]) == (
        3,
        2,
    )
    assert not event.meetings.exists()


def test_what_clashes_in_the_timetable_is_kept(others):
    by, need = secretary(), NeedFactory()
    offer = ExpertiseFactory()
    away = {poster_key(need): [0, 1, 2, 3]}

    event = planned(event_of(by, [need], absences=away, offers=[offer]), by)

    assert event.problem["overbooked"] == [
        {"who": poster_key(need), "meetings": 1, "slots": 0}
    ]
    assert event.problem["without_absences"]


def test_absences_are_kept_to(others):
    by, need = secretary(), NeedFactory()
    ExpertiseFactory()

    event = planned(event_of(by, [need], absences={poster_key(need): [0, 1, 3]}), by)

    assert [m.slot for m in event.meetings.all()] == [2]


def test_the_poster_of_a_withheld_need_is_in_one_meeting_at_a_time(others):
    by, house = secretary(), OrganisationFactory()
    hidden = NeedFactory(organisation=house, anonymous=True)
    known = NeedFactory(organisation=house)
    ExpertiseFactory.create_batch(2)
    away = {poster_key(hidden): [0], poster_key(known): [1]}

    event = planned(event_of(by, [hidden, known], at_most=1, absences=away), by)

    assert sorted(m.slot for m in event.meetings.all()) == [2, 3]

    keep_event(event, by=by, slots=3)
    event = planned(event, by)

    assert event.problem["overbooked"] == [{"who": "", "meetings": 2, "slots": 1}]


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
