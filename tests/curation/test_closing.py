import pytest

from catalogue.actions.needs import close_need, expire_need, settle_need
from catalogue.enums import CloseReason, NeedState
from catalogue.models import OpenRequest
from curation.actions.closing import close_introduction
from curation.actions.talks import begin_project
from curation.enums import AnswerState, EndReason, IntroductionState
from curation.models import Introduction
from lifecycle.models import LogEntry
from recommendations.enums import PairingState
from recommendations.models import Pairing
from tests.factories.curation import agreed_case, asked_case, talking_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def state_of(case):
    return Introduction.objects.get(pk=case.introduction.pk).state


def test_when_a_need_closes_nobody_is_asked_about_it_any_more():
    case = asked_case()

    close_need(case.need, by=case.poster, reason=CloseReason.SOLVED_ELSEWHERE)

    assert state_of(case) == IntroductionState.ENDED
    assert {p.state for p in case.introduction.parties.all()} == {AnswerState.CLOSED}
    assert Pairing.objects.get().state == PairingState.SHORTLISTED
    assert not OpenRequest.objects.exists()
    entry = LogEntry.objects.get(subject_type="curation.introduction", action="close")
    assert (entry.actor, entry.reason) == (case.poster, EndReason.NEED_CLOSED)


def test_when_a_need_expires_the_request_ends_by_itself():
    case = asked_case()

    expire_need(case.need)

    assert state_of(case) == IntroductionState.ENDED
    entry = LogEntry.objects.get(subject_type="curation.introduction", action="close")
    assert entry.actor is None


@pytest.mark.parametrize("make", [agreed_case, talking_case])
def test_when_a_need_is_settled_its_talks_end(make):
    case = make()

    settle_need(case.need, by=case.poster)

    assert state_of(case) == IntroductionState.ENDED
    assert case.need.state == NeedState.SETTLED
    assert Pairing.objects.get().state == PairingState.INTRODUCED


def test_a_joint_project_outlives_its_need():
    case = talking_case()
    begin_project(case.introduction, by=case.secretary)

    settle_need(case.need, by=case.poster)

    assert state_of(case) == IntroductionState.PROJECT


def test_a_stopped_project_sets_the_need_free():
    case = talking_case()
    begin_project(case.introduction, by=case.secretary)

    close_introduction(
        case.introduction, by=case.secretary, reason=EndReason.PROJECT_STOPPED
    )

    assert case.introduction.state == IntroductionState.ENDED
    assert case.need.state == NeedState.OPEN
    assert not OpenRequest.objects.exists()
