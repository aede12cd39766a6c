import pytest
from django.core.exceptions import ValidationError

from catalogue.enums import NeedState
from catalogue.models import Conflict, OpenRequest
from catalogue.selectors.people import conflicts_with
from curation.enums import EndReason, IntroductionState, Side
from lifecycle import clock
from lifecycle.errors import AlreadyDecided, InvalidReason, NotAllowed, WrongState
from lifecycle.models import LogEntry
from projects.actions.agreements import confirm_none_needed, sign_agreement
from projects.actions.projects import (
    JOINT_WORK_COUNTS,
    activate_project,
    complete_project,
    start_project,
    stop_project,
)
from projects.enums import AgreementKind, ProjectState, StopReason
from projects.errors import AgreementMissing
from projects.models import Project
from projects.signals import started
from tests.factories.accounts import UserFactory, officer_of, secretary
from tests.factories.catalogue import NeedFactory
from tests.factories.curation import agreed_case, talking_case
from tests.factories.projects import active_case, introduction_of, preparing_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

TITLE = {"title_ja": "煮干し選別機の試作", "agreement_kind": AgreementKind.NDA}


def test_a_project_begins_in_preparation_with_both_sides():
    case, heard = talking_case(), []

    def listen(project, entry, **kwargs):
        heard.append((project, entry.action))

    started.connect(listen)
    try:
        project = start_project(case.introduction, by=case.secretary, **TITLE)
    finally:
        started.disconnect(listen)

    assert heard == [(project, "start")]
    assert project.state == ProjectState.PREPARING
    assert str(project) == "煮干し選別機の試作"
    assert case.introduction.state == IntroductionState.PROJECT
    assert [a.kind for a in project.agreements.all()] == [AgreementKind.NDA]
    assert [
        (p.side, p.organisation, p.researcher) for p in project.participants.all()
    ] == [
        (Side.NEED, case.need.organisation, None),
        (Side.OFFER, case.expertise.organisation, case.expertise.researcher),
    ]
    assert [str(p) for p in project.participants.all()] == [
        str(case.need.organisation),
        str(case.expertise.researcher),
    ]
    assert LogEntry.objects.last().case == case.need.public_id
    assert OpenRequest.objects.count() == 1


def test_the_liaison_office_may_start_it_too():
    case = talking_case()

    project = start_project(case.introduction, by=case.liaison, **TITLE)

    assert project.started_by == case.liaison


@pytest.mark.parametrize("who", ["poster", "researcher"])
def test_others_may_not(who):
    case = talking_case()

    with pytest.raises(NotAllowed):
        start_project(case.introduction, by=getattr(case, who), **TITLE)


def test_only_those_who_talk_start_a_project():
    case = agreed_case()

    with pytest.raises(WrongState):
        start_project(case.introduction, by=case.secretary, **TITLE)


@pytest.mark.parametrize(
    "wrong", [{"title_ja": ""}, {"title_ja": "長" * 121}, {"agreement_kind": "oath"}]
)
def test_a_wrong_field_changes_nothing(wrong):
    case = talking_case()

    with pytest.raises(ValidationError):
        start_project(case.introduction, by=case.secretary, **(TITLE | wrong))

    case.introduction.refresh_from_db()
    assert case.introduction.state == IntroductionState.TALKING
    assert not Project.objects.exists()


def test_starting_twice_makes_one_project():
    case = talking_case()

    first = start_project(case.introduction, by=case.secretary, **TITLE)

    assert start_project(case.introduction, by=case.secretary, **TITLE) == first
    assert Project.objects.count() == 1
    with pytest.raises(AlreadyDecided) as told:
        start_project(case.introduction, by=case.liaison, **TITLE)
    assert told.value.data["by"] == str(case.secretary)


def test_work_begins_once_an_agreement_is_signed():
    case, project = preparing_case()
    with pytest.raises(AgreementMissing):
        activate_project(project, by=case.secretary)
    assert Project.objects.get().state == ProjectState.PREPARING

    sign_agreement(
        project.agreements.get(), by=case.liaison, on=project.started_at.date()
    )
    activate_project(project, by=case.liaison, note="10月から")

    assert project.state == ProjectState.ACTIVE
    assert LogEntry.objects.last().note == "10月から"


def test_or_once_the_liaison_office_confirmed_that_none_is_needed():
    case, project = preparing_case(AgreementKind.NONE_NEEDED)
    with pytest.raises(AgreementMissing):
        activate_project(project, by=case.secretary)

    confirm_none_needed(project.agreements.get(), by=case.liaison)
    activate_project(project, by=case.secretary)

    assert project.state == ProjectState.ACTIVE


def test_participants_do_not_let_the_work_begin():
    case, project = preparing_case()
    sign_agreement(
        project.agreements.get(), by=case.secretary, on=project.started_at.date()
    )

    for somebody in (case.poster, case.researcher, UserFactory()):
        with pytest.raises(NotAllowed):
            activate_project(project, by=somebody)


@pytest.mark.parametrize("who", ["poster", "researcher", "liaison", "secretary"])
def test_each_side_may_say_that_the_work_is_done(who):
    case, project = active_case()

    complete_project(project, by=getattr(case, who), note="試作機が完成")

    assert project.state == ProjectState.COMPLETED
    assert not OpenRequest.objects.exists()
    assert introduction_of(project).state == IntroductionState.PROJECT
    assert case.need.state == NeedState.IN_DIALOGUE


def test_completing_twice_has_one_effect():
    case, project = active_case()

    for _ in range(2):
        complete_project(project, by=case.secretary)

    assert LogEntry.objects.filter(action="complete").count() == 1
    with pytest.raises(AlreadyDecided):
        complete_project(project, by=secretary())


def test_a_stopped_project_sets_need_and_researcher_free():
    case, project = active_case()

    stop_project(project, by=case.researcher, reason=StopReason.FUNDING, note="不採択")

    introduction = introduction_of(project)
    assert project.state == ProjectState.STOPPED
    assert introduction.state == IntroductionState.ENDED
    assert case.need.state == NeedState.OPEN
    assert not OpenRequest.objects.exists()
    entry = LogEntry.objects.get(action="stop")
    assert (entry.actor, entry.reason, entry.note) == (
        case.researcher,
        "funding",
        "不採択",
    )
    assert LogEntry.objects.get(action="close").reason == EndReason.PROJECT_STOPPED


def test_stopping_twice_has_one_effect():
    case, project = preparing_case()

    for _ in range(2):
        stop_project(project, by=case.secretary, reason=StopReason.TERMS)

    assert LogEntry.objects.filter(action="stop").count() == 1
    assert LogEntry.objects.filter(action="close").count() == 1


def test_stopping_needs_one_of_the_reasons_and_a_participant():
    case, project = active_case()

    with pytest.raises(InvalidReason):
        stop_project(project, by=case.secretary, reason="bored")
    with pytest.raises(NotAllowed):
        stop_project(
            project, by=officer_of(case.need.municipality), reason=StopReason.OTHER
        )

    assert Project.objects.get().state == ProjectState.ACTIVE


def test_whoever_works_with_a_firm_is_not_brought_together_with_its_rivals():
    case, project = active_case()
    firm = case.need.organisation
    of_a_rival = NeedFactory(competitors=firm.name_ja)

    assert conflicts_with(case.expertise, of_a_rival)
    assert not conflicts_with(case.expertise, NeedFactory(organisation=firm))

    complete_project(project, by=case.secretary)

    assert conflicts_with(case.expertise, of_a_rival)
    conflict = Conflict.objects.get()
    assert conflict.until == clock.today() + JOINT_WORK_COUNTS
    assert conflict.note == project.public_id


def test_a_stopped_project_ties_no_longer_than_a_finished_one():
    case, project = active_case()

    stop_project(project, by=case.secretary, reason=StopReason.FUNDING)

    assert Conflict.objects.get().until == clock.today() + JOINT_WORK_COUNTS


def test_what_the_secretariat_has_noted_stays():
    case, project = preparing_case()
    Conflict.objects.update(until=clock.today(), note="契約により")

    stop_project(project, by=case.secretary, reason=StopReason.FUNDING)

    assert Conflict.objects.get().until == clock.today()
