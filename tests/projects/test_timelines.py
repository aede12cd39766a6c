import pytest
from django.utils import translation

from catalogue.actions.needs import (
    close_need,
)
from catalogue.actions.outcomes import withdraw_outcome
from catalogue.enums import CloseReason, Visibility
from curation.actions.answers import accept, decline, pass_on
from curation.actions.asking import ask_both_sides
from curation.enums import DeclineReason, Side
from projects.selectors.timelines import Timeline, timeline
from recommendations.actions.decisions import dismiss
from recommendations.enums import DismissReason
from tests.factories.accounts import UserFactory
from tests.factories.curation import asked_case, talking_case
from tests.factories.projects import (
    completed_case,
    published_case,
)
from tests.factories.recommendations import PairingFactory
from tests.projects.reading import last, offer_of, play_from_draft, stages, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


# ── The public ──────────────────────────────────────────────────────────────────────


def test_the_public_reads_the_milestones_of_a_published_case():
    case, project = published_case()
    researcher = case.expertise.researcher
    institution = case.expertise.organisation

    steps = timeline(case.need, None).steps

    assert [(s.code, s.stage, s.title, s.who, s.note) for s in steps] == [
        (
            "introduction",
            "Introduction",
            f"Both sides agreed to meet: {researcher.name_en}, {institution.name_en}.",
            "",
            "",
        ),
        ("project", "Joint project", "The joint project began.", "", ""),
        ("project", "Joint project", "The joint project was completed.", "", ""),
        ("result", "Result", f"The result was published: {project.outcome}.", "", ""),
    ]
    assert steps[-1].thing == project.outcome
    assert timeline(case.need, None).turn is None
    assert set(stages(case, None).values()) == {"done"}


def test_before_the_result_nobody_is_named_to_the_public():
    case, project = completed_case()

    assert told(case, UserFactory()) == [
        "Both sides agreed to meet.",
        "The joint project began.",
        "The joint project was completed.",
    ]


def test_the_public_does_not_learn_who_was_asked_and_who_declined():
    case = play_from_draft()
    ask_both_sides(pairing=case.pairing, by=case.secretary)
    case.introduction = case.pairing.introductions.get()
    decline(
        case.introduction, side=Side.OFFER, by=case.liaison, reason=DeclineReason.TERMS
    )

    assert told(case, None) == ["The need was accepted."]
    assert stages(case, None)["candidates"] == "current"


def test_a_need_that_is_not_public_has_no_public_timeline():
    case = talking_case(visibility=Visibility.SECRETARIAT)

    assert timeline(case.need, None) == Timeline()
    assert timeline(case.need, UserFactory()) == Timeline()
    assert told(case, case.poster) != []


def test_a_withdrawn_result_is_told_to_nobody_outside():
    case, project = published_case()
    withdraw_outcome(project.outcome, by=case.secretary, comment="訂正")

    assert told(case, None)[-1] == "The joint project was completed."
    assert "Both sides agreed to meet." in told(case, None)
    assert last(case, case.secretary) == (
        "Result",
        "The result was taken back for correction.",
        str(case.secretary),
        "訂正",
    )


def test_a_company_without_a_researcher_is_named_by_itself():
    case, project = published_case()
    party = case.party(Side.OFFER)
    party.researcher = None
    party.save()

    assert told(case, None)[0] == (
        f"Both sides agreed to meet: {case.expertise.organisation.name_en}."
    )


# ── The poster ──────────────────────────────────────────────────────────────────────


def test_the_poster_reads_what_concerns_them():
    case = play_from_draft()
    dismissed = PairingFactory(need=case.need)
    dismiss(dismissed, by=case.secretary, reason=DismissReason.TOO_FAR)
    note = "ぜひ一度お話しください。"
    case.introduction = ask_both_sides(
        pairing=case.pairing, by=case.secretary, note=note
    )
    pass_on(case.introduction, by=case.liaison)
    accept(case.introduction, side=Side.OFFER, by=case.researcher)
    institution = case.expertise.organisation.name_en
    office = "Aoba Secretariat"

    steps = timeline(case.need, case.poster).steps

    assert [(s.what, s.who, s.note) for s in steps] == [
        ("The need was handed in.", str(case.poster), ""),
        (
            "The need was returned with a comment.",
            office,
            "数量も教えてください。",
        ),
        ("The need was handed in.", str(case.poster), ""),
        ("The need was accepted.", office, ""),
        (f"Both sides were asked: {offer_of(case)}.", office, note),
        (
            "The liaison office passed the request on within the institution.",
            institution,
            "",
        ),
        (f"{institution} agreed to the introduction.", institution, ""),
    ]


def test_a_refusal_is_told_courteously():
    case = asked_case()
    decline(
        case.introduction,
        side=Side.OFFER,
        by=case.liaison,
        reason=DeclineReason.NO_TIME,
        note="学会の準備のため",
    )
    name = f"the liaison office of {case.expertise.organisation.name_en}"
    courtesy = (
        "They thank you for the request, but cannot take it up this time. The "
        "secretariat goes on looking for a suitable partner."
    )

    assert last(case, case.poster)[1:] == (
        f"{name} cannot take it up this time.",
        case.expertise.organisation.name_en,
        courtesy,
    )
    assert last(case, case.liaison)[1:] == (
        f"{name} cannot take it up this time.",
        str(case.liaison),
        "No time at present\n学会の準備のため",
    )
    assert last(case, case.secretary)[1:] == (
        f"{name} declined (No time at present).",
        str(case.liaison),
        "学会の準備のため",
    )


def test_a_reason_is_told_where_it_may_be():
    case = asked_case()
    decline(
        case.introduction,
        side=Side.OFFER,
        by=case.liaison,
        reason=DeclineReason.TERMS,
        may_tell=True,
        note="内緒",
    )

    note = last(case, case.poster)[3]
    assert note.endswith("The reason given: The conditions do not fit.")
    assert "内緒" not in note


def test_the_poster_reads_that_it_was_closed_and_staff_why():
    case = asked_case()
    close_need(
        case.need, by=case.poster, reason=CloseReason.SOLVED_ELSEWHERE, note="自社で"
    )

    # Closing the need ends what was asked about it.
    assert told(case, case.poster)[-2:] == [
        "The need was closed.",
        "The introduction has ended.",
    ]
    assert told(case, case.liaison)[-2:] == told(case, case.poster)[-2:]
    assert told(case, case.secretary)[-2:] == [
        "The need was closed (Solved in another way).",
        "The introduction has ended (The need was settled or closed).",
    ]


# ── The other side ──────────────────────────────────────────────────────────────────


def test_the_other_side_reads_only_its_own_introduction():
    case = play_from_draft()
    other = PairingFactory(need=case.need, shortlisted=True)
    ask_both_sides(pairing=other, by=case.secretary)
    case.introduction = ask_both_sides(pairing=case.pairing, by=case.secretary)

    assert told(case, case.liaison) == [
        "The need was accepted.",
        f"Both sides were asked: {offer_of(case)}.",
    ]


def test_the_name_of_an_anonymous_poster_is_told_after_the_agreement():
    case = asked_case(anonymous=True)
    accept(case.introduction, side=Side.NEED, by=case.poster)
    withheld = "the poster (name withheld)"
    expected = (f"{withheld} agreed to the introduction.", withheld, "")

    assert last(case, case.liaison)[1:] == expected
    assert last(case, case.secretary)[1:] == expected

    accept(case.introduction, side=Side.OFFER, by=case.liaison)

    name = case.need.organisation.name_en
    accepted = timeline(case.need, case.liaison).steps[1]
    assert (accepted.what, accepted.who) == (
        f"{name} agreed to the introduction.",
        name,
    )
    assert last(case, case.secretary)[1:] == (
        "Both sides agreed to meet.",
        str(case.liaison),
        "",
    )
    assert withheld in [s.who for s in timeline(case.need, case.secretary).steps]


def test_a_named_poster_s_people_are_named_to_staff_only():
    case = asked_case()
    accept(case.introduction, side=Side.NEED, by=case.poster)

    assert last(case, case.liaison)[2] == case.need.organisation.name_en
    assert last(case, case.secretary)[2] == str(case.poster)
