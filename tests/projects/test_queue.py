from collections import Counter
from datetime import timedelta

import pytest
from django.utils import translation

from catalogue.enums import NeedState
from catalogue.models import Outcome
from curation.actions.answers import accept, decline, pass_on
from curation.actions.asking import ask_both_sides
from curation.actions.talks import end_introduction
from curation.enums import DeclineReason, EndReason, Side
from lifecycle import clock
from projects.actions.milestones import add_milestone
from projects.selectors.queue import KINDS, queue, waiting_counts
from recommendations.actions.decisions import dismiss
from recommendations.enums import DismissReason
from tests.factories.accounts import UserFactory, officer_of, secretary
from tests.factories.catalogue import NeedFactory, OutcomeFactory
from tests.factories.curation import agreed_case, asked_case, make_case, talking_case
from tests.factories.projects import (
    active_case,
    completed_case,
    drafted_case,
    preparing_case,
    published_case,
)
from tests.factories.recommendations import PairingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def rows(user, **filters):
    return [
        (item.kind, item.object, item.whose_turn, item.next_step)
        for item in queue(user, **filters)
    ]


def test_every_stuck_thing_stands_in_the_queue_with_whose_turn_it_is():
    need = NeedFactory(state=NeedState.SUBMITTED)
    suggested = PairingFactory().need
    chosen = make_case()
    asked = asked_case()
    accept(asked.introduction, side=Side.NEED, by=asked.poster)
    agreed = agreed_case()
    talking_case()
    _, preparing = preparing_case()
    _, late = active_case()
    yesterday = clock.today() - timedelta(days=1)
    add_milestone(late, by=late.started_by, title_ja="試作", due_on=yesterday)
    active_case()
    _, completed = completed_case()
    _, drafted = drafted_case()
    published_case()
    office = "Aoba Secretariat"
    liaison = f"the liaison office of {asked.expertise.organisation.name_en}"

    found = rows(chosen.secretary)

    assert sorted(found, key=lambda row: KINDS.index(row[0])) == [
        ("read", need, "the office in charge", "Read it, then open or return it"),
        ("choose", suggested, office, "Look through the candidates"),
        ("ask", chosen.pairing, office, "Ask both sides"),
        (
            "answer",
            asked.introduction,
            liaison,
            "Wait for the answer, or ask by telephone",
        ),
        ("talk", agreed.introduction, "both sides", "See whether they are in touch"),
        (
            "prepare",
            preparing,
            "the liaison office and the secretariat",
            "Record the application for the agreement",
        ),
        ("milestone", late, "both sides", "Ask how far they have come"),
        ("write", completed, office, "Write the result down"),
        (
            "publish",
            Outcome.objects.get(project=drafted),
            office,
            "Check the result and publish it",
        ),
    ]


def test_the_longest_waiting_comes_first():
    now = clock.now()
    second = NeedFactory(state=NeedState.SUBMITTED, state_since=now - timedelta(days=2))
    third = PairingFactory(shortlisted=True, state_since=now - timedelta(days=1))
    first = NeedFactory(state=NeedState.SUBMITTED, state_since=now - timedelta(days=3))
    by = secretary()

    items = queue(by)

    assert [item.object for item in items] == [first, second, third]
    assert [item.since for item in items] == [
        first.state_since,
        second.state_since,
        third.state_since,
    ]
    assert [item.object for item in queue(by, limit=1)] == [first]


def test_a_row_says_what_it_is_about():
    case = make_case()

    (item,) = queue(case.secretary)

    assert item.what == f"{case.need} × {case.expertise}"
    assert (item.kind_label, item.need) == ("Chosen, not yet introduced", case.need)


def test_an_open_need_without_candidates_is_stuck_too():
    pairing = PairingFactory()
    by = secretary()
    dismiss(pairing, by=by, reason=DismissReason.OFF_TOPIC)

    assert rows(by) == [
        (
            "choose",
            pairing.need,
            "Aoba Secretariat",
            "Ask for more details, as no candidate was found",
        )
    ]


def test_an_open_need_whose_talks_led_nowhere_is_stuck_again():
    case = talking_case()
    end_introduction(case.introduction, by=case.poster, reason=EndReason.NO_FIT)

    assert [row[:2] for row in rows(case.secretary)] == [("choose", case.need)]


def test_a_pairing_that_was_declined_is_chosen_anew_or_asked_again():
    case = asked_case()
    decline(
        case.introduction, side=Side.NEED, by=case.poster, reason=DeclineReason.TERMS
    )

    assert rows(case.secretary) == [
        (
            "ask",
            case.pairing,
            "Aoba Secretariat",
            "Choose somebody else or ask again, as it was not taken up",
        )
    ]


def test_an_answer_is_asked_by_telephone_where_nobody_has_an_account():
    case = make_case()
    pairing = PairingFactory(need=case.need, shortlisted=True)
    introduction = ask_both_sides(pairing=pairing, by=case.secretary)
    accept(introduction, side=Side.NEED, by=case.poster)
    name = pairing.expertise.organisation.name_en

    assert rows(case.secretary, kinds=["answer"]) == [
        (
            "answer",
            introduction,
            f"Aoba Secretariat (asks the liaison office of {name} by telephone)",
            "Ask by telephone and record the answer",
        )
    ]


def test_names_of_anonymous_posters_are_withheld_from_staff_too():
    case = asked_case(anonymous=True)
    pass_on(case.introduction, by=case.liaison)
    accept(case.introduction, side=Side.OFFER, by=case.researcher)

    (item,) = queue(case.secretary)

    assert item.whose_turn == "the poster (name withheld)"
    assert case.need.organisation.name_en not in item.what


@pytest.mark.parametrize("kind", KINDS)
def test_the_queue_is_filtered_by_what_it_waits_for(kind):
    asked_case()
    preparing_case()
    drafted_case()
    completed_case()
    NeedFactory(state=NeedState.SUBMITTED)
    by = secretary()

    everything = [item for item in queue(by) if item.kind == kind]

    assert queue(by, kinds=[kind]) == everything


def test_an_officer_sees_the_cases_of_their_own_municipality():
    mine, other = asked_case(), asked_case()
    draft = OutcomeFactory(municipality=mine.need.municipality)
    OutcomeFactory(municipality=other.need.municipality)
    _, drafted = drafted_case(municipality=mine.need.municipality)
    officer = officer_of(mine.need.municipality)

    assert {item.object for item in queue(officer)} == {
        mine.introduction,
        draft,
        Outcome.objects.get(project=drafted),
    }
    assert {
        item.object
        for item in queue(mine.secretary, municipality=other.need.municipality)
        if item.kind == "answer"
    } == {other.introduction}
    assert queue(officer, municipality=other.need.municipality) == []


def test_the_secretariat_sees_practices_without_a_need_too():
    outcome = OutcomeFactory(municipality=None)

    assert [item.object for item in queue(secretary())] == [outcome]


def test_others_see_no_queue():
    case = asked_case()

    for somebody in (UserFactory(), case.poster, case.liaison):
        assert queue(somebody) == []


def test_the_counts_are_those_of_the_rows(django_assert_max_num_queries):
    officer = play_everything(2)

    for user in (secretary(), officer, UserFactory()):
        rows = Counter(item.kind for item in queue(user))
        assert user.role in ("secretariat", "officer", "")
        with django_assert_max_num_queries(2):
            counts = waiting_counts(user)
        assert {kind: number for kind, number in counts.items() if number} == rows


def play_everything(times):
    """Let every kind of row wait; return an officer who follows some of them."""
    for _ in range(times):
        need = NeedFactory(state=NeedState.SUBMITTED)
        PairingFactory()
        make_case()
        asked_case(anonymous=True)
        agreed_case()
        preparing_case()
        completed_case()
        drafted_case()
        OutcomeFactory(municipality=need.municipality)
    _, late = active_case()
    yesterday = clock.today() - timedelta(days=1)
    add_milestone(late, by=late.started_by, title_ja="試作", due_on=yesterday)
    return officer_of(need.municipality)


@pytest.mark.parametrize("rows_of_each", [1, 3])
def test_the_queue_takes_a_fixed_number_of_queries(
    rows_of_each, django_assert_num_queries
):
    play_everything(rows_of_each)
    user = secretary()
    assert user.role == "secretariat"

    with django_assert_num_queries(10):
        assert len(queue(user)) == 10 * rows_of_each + 1
