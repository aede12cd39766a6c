from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Region
from catalogue.enums import NeedState, OfferState
from catalogue.models import OpenRequest
from curation.actions.answers import decline
from curation.actions.asking import ask_both_sides
from curation.actions.talks import end_introduction
from curation.enums import (
    AnswerState,
    DeclineReason,
    EndReason,
    IntroductionState,
    Side,
)
from curation.errors import (
    ConflictOfInterest,
    NamesPoster,
    NeedNotOpen,
    NoCapacity,
    OfferNotPublished,
)
from curation.models import Introduction
from curation.signals import asked
from lifecycle import clock
from lifecycle.errors import AlreadyDecided, NotAllowed, WrongState
from lifecycle.models import LogEntry
from recommendations.enums import PairingState
from recommendations.models import Pairing
from tests.factories.accounts import (
    ClosedDaysFactory,
    officer_of,
    person_in,
    secretary,
)
from tests.factories.catalogue import (
    ConflictFactory,
    ExpertiseFactory,
    NeedFactory,
    ResearcherFactory,
)
from tests.factories.curation import agreed_case, asked_case, make_case
from tests.factories.recommendations import PairingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

MONDAY = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Tokyo"))


def parties(introduction):
    return [
        (p.side, p.organisation, p.researcher, p.with_liaison, p.state)
        for p in introduction.parties.all()
    ]


def test_both_sides_are_asked_and_the_liaison_office_first():
    case = make_case()

    introduction = ask_both_sides(
        pairing=case.pairing, by=case.secretary, note="ぜひ一度お話しください。"
    )

    expertise = case.expertise
    assert introduction.state == IntroductionState.ASKED
    assert introduction.note == "ぜひ一度お話しください。"
    assert parties(introduction) == [
        (Side.NEED, case.need.organisation, None, False, AnswerState.WAITING),
        (
            Side.OFFER,
            expertise.organisation,
            expertise.researcher,
            True,
            AnswerState.WAITING,
        ),
    ]
    assert Pairing.objects.get().state == PairingState.INTRODUCED
    assert [(r.researcher, r.subject) for r in OpenRequest.objects.all()] == [
        (expertise.researcher, introduction.public_id)
    ]
    assert [
        (e.subject_type, e.action, e.actor, e.case) for e in LogEntry.objects.all()
    ] == [
        ("recommendations.pairing", "introduce", case.secretary, case.need.public_id),
        ("curation.introduction", "ask", case.secretary, case.need.public_id),
    ]


def test_the_term_counts_working_days_of_the_region():
    Region.objects.update(lapse_working_days=10)
    ClosedDaysFactory(starts_on=date(2026, 12, 3), ends_on=date(2026, 12, 4))
    with clock.at(MONDAY):
        introduction = asked_case().introduction

    # Ten days from Monday 30 November, without two week-ends and the two closed days.
    assert introduction.due_on == date(2026, 12, 16)
    assert introduction.asked_at == MONDAY


def test_asking_is_told_to_the_floors_above():
    case, heard = make_case(), []

    def listen(introduction, entry, **kwargs):
        heard.append((introduction, entry.action))

    asked.connect(listen)
    try:
        introduction = ask_both_sides(pairing=case.pairing, by=case.secretary)
    finally:
        asked.disconnect(listen)

    assert heard == [(introduction, "ask")]


def test_an_institution_may_let_its_researchers_be_asked_directly():
    case = make_case()
    institution = case.expertise.organisation
    institution.liaison_first = False
    institution.save()

    introduction = ask_both_sides(pairing=case.pairing, by=case.secretary)

    assert introduction.party(Side.OFFER).with_liaison is False


def test_a_company_s_people_are_asked_directly():
    pairing = PairingFactory(expertise=ExpertiseFactory(company=True), shortlisted=True)

    introduction = ask_both_sides(pairing=pairing, by=secretary())

    offer = introduction.party(Side.OFFER)
    assert (offer.researcher, offer.with_liaison) == (None, False)
    assert not OpenRequest.objects.exists()


def test_a_need_in_dialogue_may_be_introduced_to_a_second_offer():
    case = agreed_case()
    second = PairingFactory(need=case.need, shortlisted=True)

    introduction = ask_both_sides(pairing=second, by=case.secretary)

    assert introduction.state == IntroductionState.ASKED


def test_only_the_secretariat_asks():
    case = make_case()

    for somebody in (case.poster, case.liaison, officer_of(case.need.municipality)):
        with pytest.raises(NotAllowed):
            ask_both_sides(pairing=case.pairing, by=somebody)

    assert not Introduction.objects.exists()


@pytest.mark.parametrize(
    "state", [NeedState.SUBMITTED, NeedState.SETTLED, NeedState.CLOSED]
)
def test_only_an_open_need_is_introduced(state):
    case = make_case(state=state)

    with pytest.raises(NeedNotOpen):
        ask_both_sides(pairing=case.pairing, by=case.secretary)

    assert Pairing.objects.get().state == PairingState.SHORTLISTED


def test_only_a_published_offer_is_introduced():
    case = make_case()
    expertise = case.expertise
    expertise.state = OfferState.ARCHIVED
    expertise.save()

    with pytest.raises(OfferNotPublished):
        ask_both_sides(pairing=case.pairing, by=case.secretary)


def test_a_suggestion_has_to_be_shortlisted_first():
    with pytest.raises(WrongState):
        ask_both_sides(pairing=PairingFactory(), by=secretary())

    assert not Introduction.objects.exists()


def test_a_recorded_conflict_of_interest_is_refused():
    case = make_case()
    ConflictFactory(
        researcher=case.expertise.researcher, organisation=case.need.organisation
    )

    with pytest.raises(ConflictOfInterest):
        ask_both_sides(pairing=case.pairing, by=case.secretary)

    assert not OpenRequest.objects.exists()


def test_nobody_is_introduced_to_themselves():
    need = NeedFactory()
    own = ExpertiseFactory(organisation=need.organisation, researcher=None)
    pairing = PairingFactory(need=need, expertise=own, shortlisted=True)

    with pytest.raises(ConflictOfInterest):
        ask_both_sides(pairing=pairing, by=secretary())


def test_a_researcher_is_asked_only_as_often_as_they_take():
    researcher = ResearcherFactory(name_ja="浜野 結", capacity=1)
    expertise = ExpertiseFactory(researcher=researcher)
    first, second = (
        PairingFactory(expertise=expertise, shortlisted=True) for _ in range(2)
    )
    by = secretary()
    ask_both_sides(pairing=first, by=by)

    with pytest.raises(NoCapacity) as refused:
        ask_both_sides(pairing=second, by=by)

    assert refused.value.data == {"researcher": "浜野 結"}
    assert OpenRequest.objects.count() == 1


def test_asking_twice_has_one_effect():
    case = make_case()

    first = ask_both_sides(pairing=case.pairing, by=case.secretary)
    second = ask_both_sides(pairing=Pairing.objects.get(), by=case.secretary)

    assert first == second
    assert Introduction.objects.count() == 1
    assert LogEntry.objects.filter(action="ask").count() == 1


def test_a_colleague_who_asks_second_is_told_who_was_first():
    case = asked_case()

    with pytest.raises(AlreadyDecided) as told:
        ask_both_sides(pairing=Pairing.objects.get(), by=secretary())

    assert told.value.data["by"] == str(case.secretary)


def test_a_declined_pairing_may_be_asked_again():
    case = asked_case()
    reason = DeclineReason.NO_TIME
    decline(case.introduction, side=Side.OFFER, by=case.liaison, reason=reason)

    again = ask_both_sides(pairing=Pairing.objects.get(), by=case.secretary)

    assert again != case.introduction
    assert Introduction.objects.live().get() == again


def test_who_has_met_is_not_introduced_again():
    case = agreed_case()
    end_introduction(case.introduction, by=case.poster, reason=EndReason.NO_FIT)

    with pytest.raises(WrongState):
        ask_both_sides(pairing=Pairing.objects.get(), by=case.secretary)


def test_the_word_to_both_sides_must_not_name_an_anonymous_poster():
    case = make_case(anonymous=True)
    name = case.need.organisation.name_ja

    with pytest.raises(NamesPoster) as refused:
        ask_both_sides(pairing=case.pairing, by=case.secretary, note=f"{name}様より")

    assert name in refused.value.data["passages"]
    assert not Introduction.objects.exists()


def test_an_introduction_is_called_by_its_pairing():
    introduction = asked_case().introduction

    assert str(introduction) == str(introduction.pairing)
    assert [str(p) for p in introduction.parties.all()] == [
        f"{introduction.pk} {Side.NEED.label}",
        f"{introduction.pk} {Side.OFFER.label}",
    ]


def test_somebody_who_works_for_both_secretariat_and_poster_may_ask():
    case = make_case()
    both = secretary()
    person_in(case.need.organisation)

    assert ask_both_sides(pairing=case.pairing, by=both).asked_by == both
