import pytest

from catalogue.enums import NeedState
from catalogue.models import OpenRequest
from curation.actions.talks import begin_project, end_introduction, start_talking
from curation.enums import AnswerState, EndReason, IntroductionState, Side
from lifecycle.errors import AlreadyDecided, InvalidReason, NotAllowed, WrongState
from lifecycle.models import LogEntry
from recommendations.enums import PairingState
from recommendations.models import Pairing
from tests.factories.accounts import UserFactory, officer_of
from tests.factories.curation import agreed_case, asked_case, talking_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.mark.parametrize("who", ["poster", "researcher", "liaison", "secretary"])
def test_each_side_and_the_secretariat_may_say_that_they_talk(who):
    case = agreed_case()

    start_talking(case.introduction, by=getattr(case, who), note="工場を見学")

    assert case.introduction.state == IntroductionState.TALKING
    assert LogEntry.objects.last().note == "工場を見学"


def test_outsiders_do_not():
    case = agreed_case()

    for somebody in (UserFactory(), officer_of(case.need.municipality)):
        with pytest.raises(NotAllowed):
            start_talking(case.introduction, by=somebody)


def test_who_comes_second_is_told_who_was_first():
    case = talking_case()

    with pytest.raises(AlreadyDecided):
        start_talking(case.introduction, by=case.poster)


def test_nobody_talks_before_both_agreed():
    case = asked_case()

    with pytest.raises(WrongState):
        start_talking(case.introduction, by=case.secretary)


@pytest.mark.parametrize("who", ["poster", "researcher", "secretary"])
def test_talks_may_end_without_a_project(who):
    case = talking_case()

    end_introduction(
        case.introduction, by=getattr(case, who), reason=EndReason.NO_FIT, note="規模"
    )

    assert case.introduction.state == IntroductionState.ENDED
    assert case.need.state == NeedState.OPEN
    assert not OpenRequest.objects.exists()
    assert Pairing.objects.get().state == PairingState.INTRODUCED


def test_ending_twice_has_one_effect():
    case = talking_case()

    for _ in range(2):
        end_introduction(case.introduction, by=case.poster, reason=EndReason.SOLVED)

    assert LogEntry.objects.filter(action="end").count() == 1
    assert LogEntry.objects.filter(action="resume").count() == 1


def test_an_end_needs_one_of_the_reasons():
    case = talking_case()

    with pytest.raises(InvalidReason):
        end_introduction(case.introduction, by=case.poster, reason="tired")

    assert case.introduction.state == IntroductionState.TALKING


def test_the_secretariat_may_withdraw_what_it_asked():
    case = asked_case()

    end_introduction(case.introduction, by=case.secretary, reason=EndReason.WITHDRAWN)

    assert case.introduction.state == IntroductionState.ENDED
    assert {p.state for p in case.introduction.parties.all()} == {AnswerState.CLOSED}
    assert Pairing.objects.get().state == PairingState.SHORTLISTED


def test_nobody_else_withdraws_it():
    case = asked_case()

    with pytest.raises(NotAllowed):
        end_introduction(case.introduction, by=case.poster, reason=EndReason.WITHDRAWN)


def test_a_project_follows_talks_only():
    case = agreed_case()

    with pytest.raises(WrongState):
        begin_project(case.introduction, by=case.secretary)

    start_talking(case.introduction, by=case.secretary)
    begin_project(case.introduction, by=case.secretary)
    assert case.introduction.state == IntroductionState.PROJECT
    assert case.introduction.party(Side.NEED).state == AnswerState.ACCEPTED
