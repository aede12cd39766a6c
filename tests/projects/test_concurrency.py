"""Real threads on a real database: one acts, the others are told who did."""

import pytest

from catalogue.enums import NeedState
from catalogue.models import Need
from curation.models import Introduction
from lifecycle.errors import AlreadyDecided
from lifecycle.models import LogEntry
from projects.actions.projects import complete_project, start_project
from projects.actions.results import draft_result
from projects.enums import AgreementKind
from projects.models import Project
from tests.factories.accounts import RegionFactory, secretary
from tests.factories.curation import talking_case
from tests.factories.projects import RESULT, active_case, completed_case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def region(transactional_db):
    return RegionFactory()


def test_a_project_is_set_up_once(together):
    case = talking_case()
    pk = case.introduction.pk

    def start(by):
        return lambda: start_project(
            Introduction.objects.get(pk=pk),
            by=by,
            title_ja="煮干し選別機の試作",
            agreement_kind=AgreementKind.NDA,
        )

    people = [case.secretary, case.secretary, case.liaison, case.liaison]
    results = together(*[start(by) for by in people])

    project = Project.objects.get()
    refused = [r for r in results if isinstance(r, Exception)]
    assert [type(r) for r in refused] == [AlreadyDecided, AlreadyDecided]
    assert results.count(project) == 2
    assert LogEntry.objects.filter(action="start").count() == 1


def test_both_sides_complete_at_once_and_it_is_completed_once(together):
    case, project = active_case()

    def complete(by):
        return lambda: complete_project(Project.objects.get(), by=by)

    results = together(complete(case.poster), complete(case.researcher))

    (refused,) = (r for r in results if r is not None)
    assert isinstance(refused, AlreadyDecided)
    assert LogEntry.objects.filter(action="complete").count() == 1


def test_a_result_is_begun_once(together):
    case, project = completed_case()
    second = secretary()

    def draft(by):
        return lambda: draft_result(Project.objects.get(), by=by, **RESULT)

    results = together(draft(case.secretary), draft(second))

    outcome = Project.objects.get().outcome
    (refused,) = (r for r in results if isinstance(r, Exception))
    assert isinstance(refused, AlreadyDecided)
    assert outcome in results
    assert Need.objects.get().state == NeedState.IN_DIALOGUE
