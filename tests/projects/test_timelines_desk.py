from datetime import timedelta

import pytest
from django.utils import translation

from catalogue.actions.needs import (
    close_need,
    look_at_withheld_name,
    open_need,
    submit_need,
)
from catalogue.enums import CloseReason, NeedState
from catalogue.models import Need
from curation.actions.consents import consent_to_be_named
from curation.actions.talks import end_introduction
from curation.actions.terms import lapse, remind
from curation.enums import EndReason
from lifecycle import clock
from projects.actions.agreements import apply_agreement, confirm_none_needed
from projects.actions.milestones import add_milestone, finish_milestone
from projects.actions.projects import stop_project
from projects.enums import AgreementKind, StopReason
from projects.selectors.timelines import timeline
from recommendations.actions.decisions import dismiss, restore, shortlist
from recommendations.enums import DismissReason
from tests.factories.accounts import officer_of
from tests.factories.catalogue import ExpertiseFactory
from tests.factories.curation import agreed_case, asked_case, make_case, talking_case
from tests.factories.projects import (
    active_case,
    completed_case,
    drafted_case,
    preparing_case,
    published_case,
)
from tests.factories.recommendations import PairingFactory
from tests.projects.reading import last, play_from_draft, stages, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


# ── The desk ────────────────────────────────────────────────────────────────────────


def test_the_desk_reads_everything_with_its_reasons():
    case = play_from_draft()
    offer = PairingFactory(need=case.need)
    shortlist(offer, by=case.secretary)
    dismiss(offer, by=case.secretary, reason=DismissReason.TOO_FAR, note="萩からは遠い")
    put_aside = f"“{offer.expertise.title_en}” ({offer.expertise.organisation.name_en})"

    assert told(case, case.secretary)[-2:] == [
        f"{put_aside} was chosen.",
        f"{put_aside} was put aside (Too far away).",
    ]
    assert last(case, case.secretary)[3] == "萩からは遠い"


def test_a_decision_taken_back_is_told_too():
    case = make_case()
    pairing = PairingFactory(need=case.need)
    shortlist(pairing, by=case.secretary)
    restore(pairing, by=case.secretary)

    assert told(case, case.secretary)[-1].startswith("The decision about “")


def test_the_officer_in_charge_is_of_the_desk():
    case = asked_case(anonymous=True)
    officer = officer_of(case.need.municipality)
    look_at_withheld_name(case.need, by=officer)

    assert last(case, officer) == (
        "Need",
        "The withheld name was looked at.",
        str(officer),
        "",
    )
    assert "The withheld name was looked at." not in told(case, case.poster)


def test_an_officer_s_step_is_told_as_the_office_in_charge():
    case = make_case(state=NeedState.SUBMITTED)
    open_need(case.need, by=officer_of(case.need.municipality))

    assert last(case, case.poster)[2] == "the office in charge"


def test_who_posted_without_belonging_to_the_firm_is_its_voice_too():
    case = make_case(draft=True)
    submit_need(case.need, by=case.need.created_by)

    assert last(case, case.need.created_by)[2] == str(case.need.created_by)
    assert last(case, case.secretary)[2] == str(case.need.created_by)


def test_reminder_and_lapse():
    case = asked_case()
    with clock.at(clock.now() + timedelta(days=40)):
        remind(case.introduction)
    with clock.at(clock.now() + timedelta(days=41)):
        lapse(case.introduction)
    liaison = f"the liaison office of {case.expertise.organisation.name_en}"
    poster = case.need.organisation.name_en

    assert told(case, case.secretary)[1:] == [
        f"A reminder was sent to {poster}.",
        f"A reminder was sent to {liaison}.",
        f"{poster} did not answer in time.",
        f"{liaison} did not answer in time.",
        "The request lapsed without every answer.",
    ]
    assert told(case, case.poster)[1:] == ["The request lapsed without every answer."]
    assert last(case, case.secretary)[2] == "Automatically"


# ── Projects ────────────────────────────────────────────────────────────────────────


def test_a_project_is_told_to_both_sides():
    case, project = active_case()
    today = clock.today()
    apply_agreement(project.agreements.get(), by=case.liaison, on=today)
    milestone = add_milestone(project, by=case.poster, title_ja="試作")
    finish_milestone(milestone, by=case.researcher, note="動きました")
    day = today.strftime("%-d %b %Y")

    for reader in (case.poster, case.researcher, case.liaison):
        assert told(case, reader)[6:] == [
            "The joint project “A prototype for sorting sardines” is being prepared.",
            f"The agreement was signed: Joint research ({day}).",
            "The joint project began.",
            f"The agreement was applied for: Joint research ({day}).",
            "A milestone was set: 試作.",
            "A milestone was reached: 試作.",
        ]
        assert last(case, reader)[3] == "動きました"


def test_that_no_agreement_is_needed_is_told():
    case, project = preparing_case(AgreementKind.NONE_NEEDED)
    confirm_none_needed(project.agreements.get(), by=case.liaison)

    assert last(case, case.poster)[1:] == (
        "The liaison office confirmed that no agreement is needed.",
        case.expertise.organisation.name_en,
        "",
    )


def test_a_stopped_project_is_told_with_its_reason_to_staff():
    case, project = active_case()
    stop_project(project, by=case.secretary, reason=StopReason.FUNDING, note="不採択")

    assert told(case, case.researcher)[-2:] == [
        "The joint project was stopped.",
        "The introduction has ended.",
    ]
    assert told(case, case.secretary)[-3:] == [
        "The joint project was stopped (No funding).",
        "The introduction has ended (The project was stopped).",
        "The search for a partner goes on: the need is open again.",
    ]


def test_a_drafted_result_and_the_consent_to_be_named():
    case, project = drafted_case(anonymous=True)
    consent_to_be_named(case.introduction, by=case.secretary, note="汐見社長")

    assert told(case, case.secretary)[-2:] == [
        "The result was written down.",
        "The poster agreed to be named in the result.",
    ]
    assert last(case, case.poster)[1:] == (
        "The poster agreed to be named in the result.",
        "Aoba Secretariat",
        "汐見社長",
    )
    assert last(case, case.researcher)[1] != last(case, case.poster)[1]


def test_an_ended_introduction_is_told_to_both_sides_without_a_reason():
    case = talking_case()
    end_introduction(case.introduction, by=case.poster, reason=EndReason.TERMS)

    assert told(case, case.researcher)[-1] == "The introduction has ended."
    assert "The introduction has ended (The conditions could not be settled)." in told(
        case, case.secretary
    )


# ── How far it has come ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("make", "current"),
    [
        (lambda: make_case(draft=True), "need"),
        (make_case, "candidates"),
        (asked_case, "introduction"),
        (agreed_case, "introduction"),
        (lambda: active_case()[0], "project"),
        (lambda: completed_case()[0], "result"),
    ],
)
def test_the_stage_that_a_case_has_reached(make, current):
    case = make()
    order = ["need", "candidates", "introduction", "project", "result"]
    at = order.index(current)

    assert stages(case, case.poster) == {
        code: "done" if i < at else "current" if i == at else "todo"
        for i, code in enumerate(order)
    }


def test_the_public_sees_an_introduction_only_once_it_was_agreed():
    assert stages(asked_case(), None)["introduction"] == "todo"
    assert stages(agreed_case(), None)["introduction"] == "current"


def test_a_closed_case_waits_at_no_stage():
    case = asked_case()
    close_need(case.need, by=case.poster, reason=CloseReason.WITHDRAWN)

    assert stages(case, case.poster) == {
        "need": "done",
        "candidates": "done",
        "introduction": "todo",
        "project": "todo",
        "result": "todo",
    }


@pytest.mark.parametrize(
    ("who", "queries"), [("poster", 7), ("researcher", 7), ("secretary", 6)]
)
def test_a_timeline_takes_a_fixed_number_of_queries(
    who, queries, django_assert_num_queries
):
    case, project = published_case()
    for _ in range(3):
        pairing = PairingFactory(need=case.need, expertise=ExpertiseFactory())
        dismiss(pairing, by=case.secretary, reason=DismissReason.OTHER)
    need = Need.objects.select_related("organisation").get(pk=case.need.pk)
    reader = getattr(case, who)

    with django_assert_num_queries(queries):
        assert timeline(need, reader).steps
