from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Region
from lifecycle import clock
from projects.actions.milestones import add_milestone
from projects.enums import AgreementKind, ProjectState
from tests.factories.accounts import OrganisationFactory, person_in
from tests.factories.projects import active_case, preparing_case
from tests.web.my.conftest import SignedIn
from tests.web.my.pages import errors_of, text_of


def test_the_liaison_office_records_the_agreement_and_begins(
    region: Region, signed_in: SignedIn
) -> None:
    case, project = preparing_case()
    client = signed_in(case.liaison)
    page = f"/my/projects/{project.public_id}/"
    agreement = project.agreements.get()
    url = f"{page}agreements/{agreement.pk}/"
    assert "step" in errors_of(client.post(url, {}), "agreement_form")
    today = clock.today()
    for step in ("applied", "signed"):
        client.post(url, {"step": step, "on": today.isoformat(), "document_no": "7-1"})
    agreement.refresh_from_db()
    assert (agreement.applied_on, agreement.signed_on) == (today, today)
    assert agreement.document_no == "7-1"
    client.post(f"{page}begin/")
    project.refresh_from_db()
    assert project.state == ProjectState.ACTIVE


def test_a_signature_in_the_future_is_refused(
    region: Region, signed_in: SignedIn
) -> None:
    case, project = preparing_case()
    agreement = project.agreements.get()
    url = f"/my/projects/{project.public_id}/agreements/{agreement.pk}/"
    ahead = (clock.today() + timedelta(days=2)).isoformat()
    signed_in(case.liaison).post(url, {"step": "signed", "on": ahead})
    agreement.refresh_from_db()
    assert agreement.signed_on is None


def test_the_liaison_office_confirms_that_none_is_needed(
    region: Region, signed_in: SignedIn
) -> None:
    case, project = preparing_case(agreement_kind=AgreementKind.NONE_NEEDED)
    agreement = project.agreements.get()
    url = f"/my/projects/{project.public_id}/agreements/{agreement.pk}/"
    assert signed_in(case.poster).post(url).status_code == 404
    signed_in(case.liaison).post(url)
    agreement.refresh_from_db()
    assert agreement.confirmed_by == case.liaison


def test_both_sides_keep_milestones_and_complete(
    region: Region, signed_in: SignedIn
) -> None:
    case, project = active_case()
    page = f"/my/projects/{project.public_id}/"
    poster, researcher = signed_in(case.poster), signed_in(case.researcher)
    assert errors_of(poster.post(f"{page}milestones/", {}), "milestone_form")
    poster.post(f"{page}milestones/", {"title": "試作機を試す"})
    milestone = project.milestones.get()
    assert "試作機を試す" in text_of(researcher.get(page))
    for _press in range(2):
        researcher.post(f"{page}milestones/{milestone.pk}/")
    milestone.refresh_from_db()
    assert milestone.done_on == clock.today()
    poster.post(f"{page}complete/")
    project.refresh_from_db()
    assert project.state == ProjectState.COMPLETED


@pytest.mark.parametrize("step", ["", "begin/", "complete/", "milestones/"])
def test_outsiders_find_nothing(region: Region, signed_in: SignedIn, step: str) -> None:
    _case, project = active_case()
    client = signed_in(person_in(OrganisationFactory()))
    url = f"/my/projects/{project.public_id}/{step}"
    response = client.post(url) if step else client.get(url)
    assert response.status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_project_takes_few_queries(
    region: Region, signed_in: SignedIn, django_assert_max_num_queries: Any, rows: int
) -> None:
    case, project = active_case()
    for row in range(rows):
        add_milestone(project, by=case.poster, title_ja=f"節目{row}")
    for user in (case.poster, case.liaison, case.researcher):
        client = signed_in(user)
        client.get(f"/my/projects/{project.public_id}/")
        with django_assert_max_num_queries(12):
            client.get(f"/my/projects/{project.public_id}/")
