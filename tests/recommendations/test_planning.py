"""The plan of a matching event: who meets whom, when and in which room."""

import pytest

from catalogue.actions.people import take_request
from catalogue.models import Need, OpenRequest
from matching.bands import FLOOR
from recommendations.actions.decisions import dismiss
from recommendations.actions.events import keep_event
from recommendations.documents import need_document
from recommendations.engine import engine
from recommendations.enums import DismissReason, EventState, PairingState
from recommendations.participants import offerer_key, poster_key
from recommendations.planning import plan_of, still_stands
from tests.factories.accounts import OrganisationFactory, secretary
from tests.factories.catalogue import (
    ConflictFactory,
    ExpertiseFactory,
    NeedFactory,
    ResearcherFactory,
)
from tests.factories.recommendations import PairingFactory, event_of, planned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


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
    who = offerer_key(offer)
    assert event.problem["named"] == [{"need": need.public_id, "who": who}]


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
    assert (event.problem["unplaced"], event.problem["named"]) == (1, [])


def test_rooms_follow_who_offers_and_do_not_tell_whose_a_withheld_need_is(others):
    by, house = secretary(), OrganisationFactory()
    hidden = NeedFactory(organisation=house, anonymous=True)
    known = NeedFactory(organisation=house)
    first, second = offers = ExpertiseFactory.create_batch(2)
    # The house meets the one for its one need, the other for its other.
    for need, offer in ((hidden, second), (known, first)):
        PairingFactory(need=need, expertise=offer, state=PairingState.DISMISSED)
    needs = [hidden, known, *NeedFactory.create_batch(2)]

    event = planned(event_of(by, needs, at_most=1, slots=2), by)

    met = list(event.meetings.all())
    assert {(m.slot, m.room) for m in met} == {(0, 0), (0, 1), (1, 0), (1, 1)}
    for offer in offers:
        assert len({m.room for m in met if m.expertise == offer}) == 1


def test_the_poster_of_a_withheld_need_waits_unseen_while_its_needs_do_not(others):
    by, house = secretary(), OrganisationFactory()
    hidden = NeedFactory(organisation=house, anonymous=True)
    known = NeedFactory(organisation=house)
    first, second = ExpertiseFactory.create_batch(2)
    for need, offer in ((hidden, second), (known, first)):
        PairingFactory(need=need, expertise=offer, state=PairingState.DISMISSED)
    away = {offerer_key(first): [1, 2], offerer_key(second): [0, 1]}

    event = planned(event_of(by, [hidden, known], slots=3, absences=away), by)

    assert {m.need: m.slot for m in event.meetings.all()} == {hidden: 0, known: 2}
    assert event.waiting == 0


@pytest.mark.parametrize("withheld", [True, False])
def test_an_absence_counts_though_a_need_was_withheld_or_no_longer_is(others, withheld):
    by, need = secretary(), NeedFactory(anonymous=withheld)
    ExpertiseFactory()
    event = event_of(by, [need], absences={poster_key(need): [0, 1, 3]})
    need.anonymous = not withheld
    need.save()

    event = planned(event, by)

    assert [m.slot for m in event.meetings.all()] == [2]


def test_a_house_that_posts_and_offers_is_there_for_both_together(others):
    by, house = secretary(), OrganisationFactory()
    needs = [NeedFactory(organisation=house), *NeedFactory.create_batch(2)]
    ExpertiseFactory(company=True, organisation=house)
    ExpertiseFactory()

    event = planned(event_of(by, needs, slots=2), by)

    assert event.state == EventState.PROPOSED
    busy = [
        m
        for m in event.meetings.all()
        if house in (m.need.organisation, m.expertise.organisation)
    ]
    assert len(busy) <= 2
    assert {m.need for m in event.meetings.all()} == set(needs)


def test_a_plan_is_judged_by_its_needs_as_they_are_now(others):
    by, need, rival = secretary(), NeedFactory(), OrganisationFactory()
    offer = ExpertiseFactory(company=True, organisation=rival)
    meetings = plan_of(event_of(by, [need], offers=[offer]), lambda percent: None)
    assert still_stands(meetings.meetings)

    named = Need.objects.get(pk=need.pk)
    named.competitors = rival.name_ja
    named.save()

    assert not still_stands(meetings.meetings)
