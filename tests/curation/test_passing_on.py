from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from catalogue.models import OpenRequest
from curation.actions.answers import accept, pass_on
from curation.actions.asking import ask_both_sides
from curation.enums import (
    Side,
)
from curation.errors import ConflictOfInterest, NobodyToAsk, NoCapacity
from curation.signals import passed_on
from lifecycle import clock
from lifecycle.errors import (
    AlreadyDecided,
    NotAllowed,
    WrongState,
)
from lifecycle.models import LogEntry
from tests.factories.accounts import liaison_of, person_in, secretary
from tests.factories.catalogue import (
    ConflictFactory,
    ExpertiseFactory,
    ResearcherFactory,
)
from tests.factories.curation import asked_case
from tests.factories.recommendations import PairingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

START = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Tokyo"))


def actions(subject_type):
    entries = LogEntry.objects.filter(subject_type=subject_type)
    return [(entry.action, entry.actor) for entry in entries]


def ask(pairing):
    return ask_both_sides(pairing=pairing, by=secretary())


def heard_by(signal, act):
    heard = []

    def listen(entry, **kwargs):
        heard.append(entry.action)

    signal.connect(listen)
    try:
        act()
    finally:
        signal.disconnect(listen)
    return heard


def test_the_liaison_office_passes_on_to_the_expertise_s_own_researcher():
    with clock.at(START):
        case = asked_case()
    before = case.introduction.due_on

    with clock.at(START + timedelta(days=7)):
        heard = heard_by(passed_on, lambda: pass_on(case.introduction, by=case.liaison))

    party = case.party(Side.OFFER)
    assert heard == ["pass_on"]
    assert (party.with_liaison, party.researcher.user) == (False, case.researcher)
    assert party.state_since == START + timedelta(days=7)
    assert case.introduction.due_on > before
    assert actions("curation.party") == [("pass_on", case.liaison)]
    assert actions("curation.introduction")[-1] == ("renew_term", case.liaison)


def test_the_liaison_office_may_name_a_colleague_who_then_is_asked():
    case = asked_case()
    colleague = ResearcherFactory(organisation=case.expertise.organisation)

    pass_on(case.introduction, by=case.liaison, researcher=colleague)

    assert case.party(Side.OFFER).researcher == colleague
    assert [r.researcher for r in OpenRequest.objects.all()] == [colleague]
    with pytest.raises(NotAllowed):
        accept(case.introduction, side=Side.OFFER, by=case.researcher)
    accept(case.introduction, side=Side.OFFER, by=colleague.user)
    assert case.party(Side.OFFER).answered_by == colleague.user


def test_only_somebody_of_the_same_institution_can_be_named():
    case = asked_case()

    with pytest.raises(NobodyToAsk):
        pass_on(case.introduction, by=case.liaison, researcher=ResearcherFactory())

    assert case.party(Side.OFFER).with_liaison is True


def test_where_the_offer_has_no_researcher_somebody_has_to_be_named():
    expertise = ExpertiseFactory(researcher=None)
    introduction = ask(PairingFactory(expertise=expertise, shortlisted=True))
    liaison = liaison_of(expertise.organisation)

    with pytest.raises(NobodyToAsk):
        pass_on(introduction, by=liaison)

    named = ResearcherFactory(organisation=expertise.organisation)
    pass_on(introduction, by=liaison, researcher=named)
    assert [r.researcher for r in OpenRequest.objects.all()] == [named]


def test_a_colleague_with_a_conflict_or_without_room_is_refused():
    case = asked_case()
    institution = case.expertise.organisation
    conflicted = ResearcherFactory(organisation=institution)
    ConflictFactory(researcher=conflicted, organisation=case.need.organisation)
    busy = ResearcherFactory(organisation=institution, capacity=0)

    with pytest.raises(ConflictOfInterest):
        pass_on(case.introduction, by=case.liaison, researcher=conflicted)
    with pytest.raises(NoCapacity):
        pass_on(case.introduction, by=case.liaison, researcher=busy)

    assert case.party(Side.OFFER).with_liaison is True


def test_passing_on_twice_has_one_effect():
    case = asked_case()

    pass_on(case.introduction, by=case.liaison)
    pass_on(case.introduction, by=case.liaison)

    assert actions("curation.party") == [("pass_on", case.liaison)]


def test_a_second_liaison_officer_is_told_who_passed_it_on():
    case = asked_case()
    second = liaison_of(case.expertise.organisation)
    pass_on(case.introduction, by=case.liaison)

    for late in (
        lambda: pass_on(case.introduction, by=second),
        lambda: accept(case.introduction, side=Side.OFFER, by=second),
        lambda: pass_on(case.introduction, by=case.secretary, note="電話で"),
    ):
        with pytest.raises(AlreadyDecided) as told:
            late()
        assert told.value.data["by"] == str(case.liaison)


def test_only_the_liaison_office_passes_on():
    case = asked_case()

    for somebody in (case.poster, case.researcher):
        with pytest.raises(NotAllowed):
            pass_on(case.introduction, by=somebody)

    pass_on(case.introduction, by=case.liaison)
    with pytest.raises(NotAllowed):
        pass_on(case.introduction, by=case.poster)


def test_what_was_never_with_a_liaison_office_is_not_passed_on():
    expertise = ExpertiseFactory(company=True)
    introduction = ask(PairingFactory(expertise=expertise, shortlisted=True))

    with pytest.raises(NotAllowed):
        pass_on(introduction, by=person_in(expertise.organisation))


def test_a_liaison_office_that_chose_to_be_passed_by_does_not_answer():
    case = asked_case()
    party = case.party(Side.OFFER)
    party.with_liaison = False
    party.save()

    with pytest.raises(NotAllowed):
        accept(case.introduction, side=Side.OFFER, by=case.liaison)


def test_what_was_accepted_is_not_passed_on():
    case = asked_case()
    accept(case.introduction, side=Side.OFFER, by=case.liaison)

    with pytest.raises(WrongState):
        pass_on(case.introduction, by=case.liaison)
