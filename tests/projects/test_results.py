import pytest

from catalogue.actions.outcomes import (
    draft_outcome,
    edit_outcome,
    publish_outcome,
    withdraw_outcome,
)
from catalogue.enums import NeedState, OutcomeState
from catalogue.models import Outcome
from curation.actions.asking import ask_both_sides
from curation.actions.consents import consent_to_be_named
from curation.enums import IntroductionState
from curation.errors import NamesPoster
from lifecycle.errors import AlreadyDecided, InvalidInput, NotAllowed, WrongState
from projects.actions.projects import complete_project
from projects.actions.results import draft_result, publish_result
from projects.errors import NoResult, ProjectNotFinished
from projects.models import Project
from tests.factories.accounts import officer_of, secretary
from tests.factories.catalogue import IndustryFactory, ThemeFactory
from tests.factories.projects import (
    RESULT,
    active_case,
    completed_case,
    drafted_case,
    introduction_of,
    preparing_case,
    published_case,
)
from tests.factories.recommendations import PairingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def test_a_result_takes_themes_and_place_from_its_need():
    case, project = completed_case()
    theme = ThemeFactory()
    case.need.themes.add(theme)

    outcome = draft_result(project, by=case.secretary, **RESULT)

    assert outcome.state == OutcomeState.DRAFT
    assert (outcome.need, outcome.municipality) == (case.need, case.need.municipality)
    assert list(outcome.themes.all()) == [theme]
    assert Project.objects.get().outcome == outcome
    assert project.outcome == outcome


def test_of_an_anonymous_need_it_takes_no_more_than_readers_know():
    case, project = completed_case(anonymous=True, industry=IndustryFactory())

    outcome = draft_result(project, by=case.secretary, **RESULT)

    assert outcome.municipality is None


def test_what_is_given_goes_before_what_is_taken_over():
    case, project = active_case()
    theme = ThemeFactory()

    outcome = draft_result(
        project, by=case.secretary, themes=[theme], municipality=None, **RESULT
    )

    assert (outcome.municipality, list(outcome.themes.all())) == (None, [theme])


def test_the_officer_in_charge_writes_results_and_others_do_not():
    case, project = completed_case()
    elsewhere = officer_of(PairingFactory().need.municipality)

    for somebody in (case.poster, case.liaison, elsewhere):
        with pytest.raises(NotAllowed):
            draft_result(project, by=somebody, **RESULT)

    officer = officer_of(case.need.municipality)
    assert draft_result(project, by=officer, **RESULT).created_by == officer


def test_a_result_is_written_once():
    case, project = drafted_case()

    assert draft_result(project, by=case.secretary, **RESULT) == Outcome.objects.get()
    with pytest.raises(AlreadyDecided) as told:
        draft_result(project, by=secretary(), **RESULT)
    assert told.value.data["by"] == str(case.secretary)


def test_nothing_comes_of_what_has_not_begun():
    case, project = preparing_case()

    with pytest.raises(WrongState):
        draft_result(project, by=case.secretary, **RESULT)


def test_the_published_result_settles_the_need():
    case, project = drafted_case()

    outcome = publish_result(project, by=case.secretary)

    assert outcome.state == OutcomeState.PUBLISHED
    assert case.need.state == NeedState.SETTLED
    assert introduction_of(project).state == IntroductionState.PROJECT


def test_the_same_follows_when_the_catalogue_publishes_it():
    case, project = drafted_case()

    publish_outcome(project.outcome, by=case.secretary)

    assert case.need.state == NeedState.SETTLED


def test_what_is_still_asked_about_the_need_ends():
    case, project = drafted_case()
    other = ask_both_sides(
        pairing=PairingFactory(need=case.need, shortlisted=True), by=case.secretary
    )

    publish_result(project, by=case.secretary)

    other.refresh_from_db()
    assert other.state == IntroductionState.ENDED


def test_a_result_is_published_again_after_a_correction():
    case, project = published_case()
    outcome = project.outcome
    withdraw_outcome(outcome, by=case.secretary, comment="数字の訂正")
    assert case.need.state == NeedState.SETTLED

    publish_outcome(outcome, by=case.secretary)

    assert outcome.state == OutcomeState.PUBLISHED


def test_a_practice_without_a_need_is_published_too():
    by = secretary()
    outcome = draft_outcome(by=by, **RESULT)

    publish_outcome(outcome, by=by)

    assert outcome.state == OutcomeState.PUBLISHED


def test_nothing_is_published_before_it_is_written_and_the_work_done():
    case, project = active_case()
    with pytest.raises(NoResult):
        publish_result(project, by=case.secretary)

    draft_result(project, by=case.secretary, **RESULT)
    with pytest.raises(ProjectNotFinished):
        publish_result(project, by=case.secretary)
    assert Outcome.objects.get().state == OutcomeState.DRAFT

    complete_project(project, by=case.secretary)
    publish_result(Project.objects.get(), by=case.secretary)
    assert Outcome.objects.get().state == OutcomeState.PUBLISHED


def test_a_result_without_its_sentences_is_not_published():
    case, project = completed_case()
    draft_result(project, by=case.secretary, title_ja="題名だけ")

    with pytest.raises(InvalidInput):
        publish_result(Project.objects.get(), by=case.secretary)


# ── A withheld name stays withheld ──────────────────────────────────────────────────


def naming(need):
    return RESULT | {"result_ja": f"{need.organisation.name_ja}の時間が半分に。"}


def test_a_result_must_not_name_an_anonymous_poster():
    case, project = completed_case(anonymous=True)
    draft_result(project, by=case.secretary, **naming(case.need))

    with pytest.raises(NamesPoster) as refused:
        publish_result(Project.objects.get(), by=case.secretary)

    assert case.need.organisation.name_ja in refused.value.data["passages"]
    assert Outcome.objects.get().state == OutcomeState.DRAFT
    assert case.need.state == NeedState.IN_DIALOGUE


def test_it_may_once_the_poster_agreed():
    case, project = completed_case(anonymous=True)
    draft_result(project, by=case.secretary, **naming(case.need))
    consent_to_be_named(case.introduction, by=case.poster)

    publish_result(Project.objects.get(), by=case.secretary)

    assert Outcome.objects.get().state == OutcomeState.PUBLISHED


def test_nor_may_a_later_change_name_them():
    case, project = published_case(anonymous=True)

    with pytest.raises(NamesPoster):
        edit_outcome(
            Outcome.objects.get(),
            by=case.secretary,
            next_ja=f"{case.need.organisation.name_ja}で続けます。",
        )

    assert Outcome.objects.get().next_ja == ""


def test_a_draft_may_still_contain_the_name():
    case, project = drafted_case(anonymous=True)

    edit_outcome(Outcome.objects.get(), by=case.secretary, **naming(case.need))

    assert case.need.organisation.name_ja in Outcome.objects.get().result_ja


def test_who_is_not_anonymous_may_be_named():
    case, project = completed_case()
    draft_result(project, by=case.secretary, **naming(case.need))

    publish_result(Project.objects.get(), by=case.secretary)

    assert Outcome.objects.get().state == OutcomeState.PUBLISHED
