from datetime import timedelta

import pytest
from django.utils import translation

from catalogue.actions.needs import return_need, settle_need
from catalogue.enums import NeedState
from curation.actions.answers import accept, decline, pass_on
from curation.actions.asking import ask_both_sides
from curation.enums import DeclineReason, Side
from design.formatting import long_date
from lifecycle import clock
from projects.actions.agreements import apply_agreement, sign_agreement
from projects.actions.milestones import add_milestone, finish_milestone
from projects.selectors.timelines import timeline
from tests.factories.accounts import officer_of
from tests.factories.catalogue import VisitFactory
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


def turn(case, reader):
    return timeline(case.need, reader).turn


def words(case, reader):
    found = turn(case, reader)
    return (found.mine, found.sentence, found.label, found.url_name, found.url_args)


def waiting(case, reader):
    found = turn(case, reader)
    assert (found.action, found.label, found.url_name, found.url_args) == (
        "",
        "",
        "",
        (),
    )
    assert not found.mine
    return found.sentence


def test_a_returned_need_waits_for_its_poster():
    case = make_case(state=NeedState.SUBMITTED)
    need = case.need
    return_need(need, by=case.secretary, comment="数量も教えてください。")

    found = turn(case, case.poster)
    assert words(case, case.poster) == (
        True,
        "Please complete the need and hand it in.",
        "Complete the need",
        "web:my_need",
        (need.public_id,),
    )
    assert (found.whose, found.since, found.action) == (
        str(need.organisation),
        need.state_since,
        "hand_in",
    )
    assert waiting(case, case.secretary) == (
        "Waiting for the poster to complete the need."
    )


def test_an_anonymous_poster_is_not_named_to_the_desk():
    case = make_case(draft=True, anonymous=True)

    assert turn(case, case.secretary).whose == "the poster (name withheld)"


def test_an_officer_who_wrote_a_visit_up_completes_it():
    case = make_case(draft=True)
    officer = officer_of(case.need.municipality)
    need = case.need
    need.created_by, need.visit = officer, VisitFactory(by=officer)
    need.save()

    assert turn(case, officer).action == "hand_in"


def test_a_submitted_need_waits_for_the_office_in_charge():
    case = make_case(state=NeedState.SUBMITTED)
    officer = officer_of(case.need.municipality)

    assert words(case, officer) == (
        True,
        "Next for you: Read it, then open or return it",
        "Read it, then open or return it",
        "desk:need",
        (case.need.public_id,),
    )
    assert turn(case, officer).whose == "the office in charge"
    assert waiting(case, case.poster) == "The office in charge is reading the need."


def test_an_open_need_waits_for_a_choice():
    case = make_case()
    case.pairing.delete()
    assert turn(case, case.secretary).label == (
        "Ask for more details, as no candidate was found"
    )

    PairingFactory(need=case.need)

    assert turn(case, case.secretary).label == "Look through the candidates"
    assert turn(case, case.secretary).url_args == (case.need.public_id,)
    assert waiting(case, case.poster) == (
        "The secretariat is looking for suitable partners."
    )


def test_a_chosen_pairing_waits_for_the_introduction():
    case = make_case()

    assert words(case, case.secretary)[2:] == (
        "Ask both sides",
        "desk:need",
        (case.need.public_id,),
    )
    assert turn(case, case.secretary).whose == "Aoba Secretariat"


def test_each_side_is_asked_in_its_own_words():
    case = asked_case()
    introduction = case.introduction
    day = long_date(introduction.due_on)

    assert words(case, case.poster) == (
        True,
        f"Please answer by {day} whether you want to meet the other side.",
        "Answer the request",
        "web:my_introduction",
        (introduction.public_id,),
    )
    assert turn(case, case.liaison).sentence == (
        "A request has reached your institution. Please pass it on, accept it as the "
        f"contact, or decline, by {day}."
    )

    pass_on(introduction, by=case.liaison)
    assert turn(case, case.researcher).mine
    assert waiting(case, case.liaison).startswith("Waiting for the answer of ")


def test_a_japanese_reader_is_asked_in_japanese():
    case = asked_case()

    with translation.override("ja"):
        day = long_date(case.introduction.due_on)
        found = turn(case, case.poster)
        steps = timeline(case.need, case.poster).steps
        office = turn(case, case.secretary)

    assert found.sentence == (
        f"相手方の紹介を受けるかどうか、{day}までにご回答ください。"
    )
    assert found.label == "依頼に回答する"
    assert [(s.stage, s.who) for s in steps] == [("紹介", "あおば連携事務局")]
    institution = case.expertise.organisation.name_ja
    both = f"{case.need.organisation.name_ja}と{institution}の連携窓口"
    assert (office.whose, office.sentence) == (
        both,
        f"{both}からの回答をお待ちしています。",
    )


def test_who_has_answered_waits_for_the_other():
    case = asked_case(anonymous=True)
    liaison = f"the liaison office of {case.expertise.organisation.name_en}"
    accept(case.introduction, side=Side.NEED, by=case.poster)
    assert waiting(case, case.poster) == f"Waiting for the answer of {liaison}."
    assert turn(case, case.poster).whose == liaison

    other = asked_case(anonymous=True)
    accept(other.introduction, side=Side.OFFER, by=other.liaison)
    assert waiting(other, other.liaison) == (
        "Waiting for the answer of the poster (name withheld)."
    )


def test_where_nobody_can_be_asked_the_secretariat_asks_by_telephone():
    case = make_case()
    pairing = PairingFactory(need=case.need, shortlisted=True)
    introduction = ask_both_sides(pairing=pairing, by=case.secretary)
    accept(introduction, side=Side.NEED, by=case.poster)

    assert words(case, case.secretary)[1:3] == (
        "Next for you: Ask by telephone and record the answer",
        "Ask by telephone and record the answer",
    )
    assert turn(case, case.secretary).whose == (
        "Aoba Secretariat (asks the liaison office of "
        f"{pairing.expertise.organisation.name_en} by telephone)"
    )


def test_who_agreed_gets_in_touch():
    case = agreed_case()

    for reader in (case.poster, case.researcher):
        assert words(case, reader)[1:4] == (
            "Both sides agreed. Please get in touch with the other side, and tell us "
            "when you have talked.",
            "See the contact details",
            "web:my_introduction",
        )
    assert waiting(case, case.secretary) == (
        "Both sides agreed and are getting in touch."
    )


def test_who_talks_decides_how_to_go_on():
    case = talking_case()

    assert words(case, case.poster)[2] == "See the introduction"
    assert waiting(case, case.secretary) == (
        "Both sides are talking about how to go on."
    )


def test_a_project_in_preparation_waits_for_its_terms():
    case, project = preparing_case()
    agreement = project.agreements.get()

    def step():
        return turn(case, case.secretary).label

    assert step() == "Record the application for the agreement"
    apply_agreement(agreement, by=case.liaison, on=clock.today())
    assert step() == "Record the signature of the agreement"
    sign_agreement(agreement, by=case.liaison, on=clock.today())
    assert step() == "Let the work begin"
    assert words(case, case.liaison)[1:] == (
        "Please prepare the agreement and record it.",
        "Record the agreement",
        "web:my_project",
        (project.public_id,),
    )
    assert turn(case, case.poster).whose == "the liaison office and the secretariat"
    assert waiting(case, case.poster) == (
        "The liaison office and the secretariat are preparing the agreement."
    )


def test_work_goes_from_milestone_to_milestone():
    case, project = active_case()
    today = clock.today()

    def sentence():
        return turn(case, case.poster).sentence

    assert sentence() == "The joint project is under way."
    open_ended = add_milestone(project, by=case.poster, title_ja="報告")
    assert sentence() == "The joint project is under way. Next: 報告."
    ahead = today + timedelta(days=9)
    add_milestone(project, by=case.poster, title_ja="試作", due_on=ahead)
    assert sentence() == (
        f"The joint project is under way. Next: 試作 by {long_date(ahead)}."
    )
    finish_milestone(open_ended, by=case.poster)
    with clock.at(clock.now() + timedelta(days=20)):
        found = turn(case, case.poster)
        assert found.sentence == f"“試作” was due on {long_date(ahead)}."
        assert (found.action, found.label) == ("milestone", "Record the progress")
        assert found.since.date() <= ahead
        assert waiting(case, case.secretary) == found.sentence


def test_a_completed_project_waits_for_its_result():
    case, project = completed_case()
    officer = officer_of(case.need.municipality)

    assert words(case, officer)[2:] == (
        "Write the result down",
        "desk:project",
        (project.public_id,),
    )
    assert waiting(case, case.researcher) == (
        "The secretariat is writing the result down."
    )


def test_a_drafted_result_waits_for_being_published():
    case, project = drafted_case()

    assert words(case, case.secretary)[2:] == (
        "Check the result and publish it",
        "desk:outcome",
        (project.outcome.public_id,),
    )
    assert waiting(case, case.poster) == "The secretariat is checking the result."


def test_a_finished_case_waits_for_nobody():
    case, project = published_case()
    assert turn(case, case.poster) is None

    settled = make_case()
    settle_need(settled.need, by=settled.poster)
    assert turn(settled, settled.poster) is None


def test_who_was_asked_in_vain_is_not_told_what_comes_next():
    case = asked_case()
    decline(
        case.introduction, side=Side.OFFER, by=case.liaison, reason=DeclineReason.TERMS
    )

    assert turn(case, case.liaison) is None
    assert turn(case, case.secretary).label == (
        "Choose somebody else or ask again, as it was not taken up"
    )


def test_what_waits_for_the_reader_comes_before_what_has_come_furthest():
    case, project = active_case()
    second = PairingFactory(need=case.need, shortlisted=True)
    ask_both_sides(pairing=second, by=case.secretary)

    # The secretariat has to ask the second institution, which has no account.
    assert turn(case, case.secretary).action == "answer"
    # The poster's people take part in both; the project has come further.
    assert turn(case, case.poster).action == "work"
