import pytest
from django.urls import reverse

from catalogue.enums import NeedState, OutcomeState
from catalogue.models import Outcome
from curation.models import Consent
from lifecycle import clock
from projects.enums import ProjectState
from projects.models import Project
from tests.factories.accounts import secretary
from tests.factories.projects import (
    active_case,
    completed_case,
    drafted_case,
    preparing_case,
    published_case,
)

pytestmark = pytest.mark.django_db


def url_of(project, page="desk:project"):
    return reverse(page, args=[project.public_id])


def now(project):
    return Project.objects.get(pk=project.pk)


def test_the_agreement_is_recorded_and_work_begins(enter):
    case, project = preparing_case()
    client = enter(case.secretary)
    agreement = project.agreements.get()

    assert 'value="activate"' not in client.get(url_of(project)).content.decode()
    early = client.post(url_of(project), {"action": "activate"})
    assert early.status_code == 409
    assert now(project).state == ProjectState.PREPARING

    client.post(
        url_of(project),
        {
            "action": "apply",
            "agreement": agreement.pk,
            f"apply-{agreement.pk}-on": clock.today(),
        },
    )
    client.post(
        url_of(project),
        {
            "action": "sign",
            "agreement": agreement.pk,
            f"sign-{agreement.pk}-on": clock.today(),
            f"sign-{agreement.pk}-document_no": "R8-12",
        },
    )
    assert 'value="activate"' in client.get(url_of(project)).content.decode()
    client.post(url_of(project), {"action": "activate"})

    agreement.refresh_from_db()
    assert agreement.applied_on == agreement.signed_on == clock.today()
    assert agreement.document_no == "R8-12"
    assert now(project).state == ProjectState.ACTIVE


def test_that_none_is_needed_is_confirmed_by_the_liaison_office(enter):
    case, project = preparing_case(agreement_kind="none_needed")
    client = enter(case.secretary)
    agreement = project.agreements.get()
    sent = {"action": "confirm", "agreement": agreement.pk}
    name = f"confirm-{agreement.pk}-confirmed_by_name"

    assert client.post(url_of(project), sent).status_code == 400
    client.post(url_of(project), sent | {name: "Ms Kawa"})

    agreement.refresh_from_db()
    assert agreement.confirmed_by_name == "Ms Kawa"


def test_a_signature_in_the_future_is_refused(enter):
    case, project = preparing_case()
    agreement = project.agreements.get()

    response = enter(case.secretary).post(
        url_of(project),
        {
            "action": "sign",
            "agreement": agreement.pk,
            f"sign-{agreement.pk}-on": "2999-01-01",
        },
    )

    assert response.status_code == 400
    assert "2999-01-01" in response.content.decode()


def test_milestones_are_added_and_reached(enter):
    case, project = active_case()
    client = enter(case.secretary)

    client.post(
        url_of(project),
        {
            "action": "add_milestone",
            "milestone-title_ja": "試作機",
            "milestone-due_on": clock.today(),
        },
    )
    milestone = project.milestones.get()
    client.post(url_of(project), {"action": "finish", "milestone": milestone.pk})

    milestone.refresh_from_db()
    assert milestone.done_on == clock.today()
    unknown = client.post(url_of(project), {"action": "finish", "milestone": "x"})
    assert unknown.status_code == 404


def test_a_project_is_completed_and_its_result_published(enter):
    case, project = active_case()
    client = enter(case.secretary)

    client.post(url_of(project), {"action": "complete"})
    response = client.post(
        url_of(project, "desk:result"),
        {
            "action": "save",
            "title_ja": "煮干しの選別を半分の時間で",
            "summary_ja": "装置を試作しました。",
            "result_ja": "時間が半分になりました。",
        },
    )

    outcome = Outcome.objects.get()
    assert response["Location"] == reverse("desk:outcome", args=[outcome.public_id])
    assert outcome.state == OutcomeState.DRAFT
    client.post(url_of(project), {"action": "publish"})
    outcome.refresh_from_db()
    assert outcome.state == OutcomeState.PUBLISHED
    assert case.need.state == NeedState.SETTLED


def test_a_colleagues_draft_is_not_overwritten(enter):
    case, project = drafted_case()

    response = enter(secretary()).post(
        url_of(project, "desk:result"),
        {"action": "save", "title_ja": "別の題", "summary_ja": "x", "result_ja": "y"},
    )

    assert response.status_code == 409
    assert Outcome.objects.get().title_ja != "別の題"


def test_a_result_may_name_an_anonymous_poster_only_after_consent(enter):
    case, project = completed_case(anonymous=True)
    client = enter(case.secretary)
    firm = case.need.organisation
    client.post(
        url_of(project, "desk:result"),
        {
            "action": "save",
            "title_ja": "半分の時間で",
            "summary_ja": f"{firm.name_ja}と試作しました。",
            "result_ja": "半分になりました。",
        },
    )
    page = client.get(url_of(project)).content.decode()

    refused = client.post(url_of(project), {"action": "publish"})
    client.post(url_of(project), {"action": "named", "named-note": "Mr Shio, by phone"})
    published = client.post(url_of(project), {"action": "publish"})

    assert firm.name_ja not in page
    assert refused.status_code == 400
    assert Consent.objects.get(purpose="name").note == "Mr Shio, by phone"
    assert published.status_code == 302


def test_a_project_is_stopped_with_a_reason(enter):
    case, project = active_case()
    client = enter(case.secretary)

    assert client.post(url_of(project), {"action": "stop"}).status_code == 400
    client.post(url_of(project), {"action": "stop", "stop-reason": "funding"})

    assert now(project).state == ProjectState.STOPPED


def test_the_page_shows_the_whole_course_with_reasons(enter):
    case, project = published_case()

    response = enter(case.secretary).get(url_of(project))

    stages = [entry["stage"] for entry in response.context["entries"]]
    assert list(dict.fromkeys(stages)) == [
        "Candidates",
        "Introduction",
        "Joint project",
        "Result",
    ] or stages[0] in ("Need", "Introduction")
    assert response.context["turn"] is None


def test_the_list_shows_the_next_milestone(enter):
    case, project = active_case()
    client = enter(case.secretary)
    client.post(
        url_of(project),
        {"action": "add_milestone", "milestone-title_ja": "試作機"},
    )

    rows = client.get(reverse("desk:projects")).context["rows"]

    assert [row["cells"][-1][1] for row in rows] == ["試作機"]
    assert (
        client.get(reverse("desk:projects"), {"state": "stopped"}).context["rows"] == []
    )
