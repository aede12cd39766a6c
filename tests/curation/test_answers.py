from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from catalogue.enums import NeedState
from catalogue.models import Conflict, OpenRequest
from catalogue.selectors.people import conflicts_with
from curation.actions.answers import accept, decline, pass_on
from curation.actions.asking import ask_both_sides
from curation.enums import (
    AnswerState,
    DeclineReason,
    IntroductionState,
    Purpose,
    Side,
)
from curation.models import Consent, Introduction
from curation.signals import agreed
from lifecycle.errors import (
    AlreadyDecided,
    CommentRequired,
    InvalidReason,
    NotAllowed,
    WrongState,
)
from lifecycle.models import LogEntry
from recommendations.enums import PairingState
from recommendations.learning import decisions
from recommendations.models import Pairing
from tests.factories.accounts import UserFactory, liaison_of, person_in, secretary
from tests.factories.catalogue import (
    ExpertiseFactory,
    NeedFactory,
    ResearcherFactory,
)
from tests.factories.curation import agreed_case, asked_case
from tests.factories.recommendations import PairingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

START = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Tokyo"))


def actions(subject_type):
    entries = LogEntry.objects.filter(subject_type=subject_type)
    return [(entry.action, entry.actor) for entry in entries]


def ask(pairing):
    return ask_both_sides(pairing=pairing, by=secretary())


def heard_by(signal, act):
    heard = []

    def listen(entry, **kwargs):
        heard.append(entry.action)

    signal.connect(listen)
    try:
        act()
    finally:
        signal.disconnect(listen)
    return heard


# ── Saying yes ──────────────────────────────────────────────────────────────────────


def test_one_yes_is_not_an_agreement():
    case = asked_case()

    accept(case.introduction, side=Side.NEED, by=case.poster)

    party = case.party(Side.NEED)
    assert case.introduction.state == IntroductionState.ASKED
    assert (party.state, party.answered_by) == (AnswerState.ACCEPTED, case.poster)
    assert case.need.state == NeedState.OPEN
    assert not case.introduction.was_agreed


def test_with_the_second_yes_the_two_have_agreed():
    case = asked_case()
    pass_on(case.introduction, by=case.liaison)
    accept(case.introduction, side=Side.OFFER, by=case.researcher)

    heard = heard_by(
        agreed, lambda: accept(case.introduction, side=Side.NEED, by=case.poster)
    )

    assert heard == ["agree"]
    assert case.introduction.state == IntroductionState.AGREED
    assert case.introduction.was_agreed
    assert case.need.state == NeedState.IN_DIALOGUE
    assert OpenRequest.objects.count() == 1
    assert actions("curation.introduction") == [
        ("ask", case.secretary),
        ("agree", case.poster),
    ]


def test_each_yes_stands_in_the_ledger_of_consents():
    case = agreed_case()

    assert [(c.party.side, c.purpose, c.by) for c in Consent.objects.all()] == [
        (Side.OFFER, Purpose.CONTACT, case.researcher),
        (Side.NEED, Purpose.CONTACT, case.poster),
    ]


def test_a_second_dialogue_leaves_the_need_in_dialogue():
    case = agreed_case()
    second = asked_case(state=NeedState.IN_DIALOGUE)
    Pairing.objects.filter(pk=second.pairing.pk).update(need=case.need)
    introduction = Introduction.objects.get(pk=second.introduction.pk)

    accept(introduction, side=Side.OFFER, by=second.liaison)
    accept(introduction, side=Side.NEED, by=case.poster)

    assert introduction.state == IntroductionState.AGREED
    assert case.need.state == NeedState.IN_DIALOGUE


def test_the_same_yes_twice_has_one_effect():
    case = asked_case()

    accept(case.introduction, side=Side.NEED, by=case.poster)
    accept(case.introduction, side=Side.NEED, by=case.poster)

    assert actions("curation.party") == [("accept", case.poster)]
    assert Consent.objects.count() == 1


def test_a_yes_repeated_after_the_agreement_changes_nothing():
    case = agreed_case()
    entries = LogEntry.objects.count()

    accept(case.introduction, side=Side.OFFER, by=case.researcher)

    assert case.introduction.state == IntroductionState.AGREED
    assert LogEntry.objects.count() == entries


def test_a_colleague_who_answers_second_is_told_who_was_first():
    case = asked_case()
    colleague = person_in(case.need.organisation)
    accept(case.introduction, side=Side.NEED, by=case.poster)

    with pytest.raises(AlreadyDecided) as told:
        decline(
            case.introduction,
            side=Side.NEED,
            by=colleague,
            reason=DeclineReason.NO_TIME,
        )

    assert told.value.data["by"] == str(case.poster)
    assert case.party(Side.NEED).state == AnswerState.ACCEPTED


def test_who_answered_may_not_change_their_mind_by_the_other_button():
    case = asked_case()
    accept(case.introduction, side=Side.NEED, by=case.poster)

    with pytest.raises(WrongState):
        decline(
            case.introduction,
            side=Side.NEED,
            by=case.poster,
            reason=DeclineReason.NO_TIME,
        )


@pytest.mark.parametrize("side", [Side.NEED, Side.OFFER])
def test_outsiders_neither_answer_nor_learn_who_did(side):
    case = asked_case(anonymous=True)
    accept(case.introduction, side=Side.NEED, by=case.poster)
    outsiders = [
        UserFactory(),
        person_in(case.expertise.organisation),
        liaison_of(ExpertiseFactory().organisation),
        case.researcher,
        case.poster if side == Side.OFFER else case.liaison,
    ]

    for somebody in outsiders:
        with pytest.raises(NotAllowed):
            accept(case.introduction, side=side, by=somebody)

    assert case.introduction.parties.filter(state=AnswerState.ACCEPTED).count() == 1


def test_the_liaison_office_may_accept_as_the_institution_s_window():
    case = asked_case()

    accept(case.introduction, side=Side.OFFER, by=case.liaison)
    accept(case.introduction, side=Side.NEED, by=case.poster)

    party = case.party(Side.OFFER)
    assert (party.with_liaison, party.answered_by) == (True, case.liaison)
    assert case.introduction.state == IntroductionState.AGREED


def test_a_company_s_people_answer_themselves():
    pairing = PairingFactory(expertise=ExpertiseFactory(company=True), shortlisted=True)
    member = person_in(pairing.expertise.organisation)
    introduction = ask(pairing)

    accept(introduction, side=Side.OFFER, by=member)

    assert introduction.party(Side.OFFER).state == AnswerState.ACCEPTED


def test_the_liaison_office_answers_for_a_researcher_without_an_account():
    researcher = ResearcherFactory(user=None)
    pairing = PairingFactory(
        expertise=ExpertiseFactory(researcher=researcher), shortlisted=True
    )
    liaison = liaison_of(pairing.expertise.organisation)
    introduction = ask(pairing)
    pass_on(introduction, by=liaison)

    accept(introduction, side=Side.OFFER, by=liaison)

    party = introduction.parties.get(side=Side.OFFER)
    assert (party.with_liaison, party.answered_by) == (False, liaison)


# ── The secretariat answers for somebody ────────────────────────────────────────────


def test_the_secretariat_records_an_answer_given_by_telephone():
    case = asked_case()
    note = "汐見社長より電話で承諾"

    accept(case.introduction, side=Side.NEED, by=case.secretary, note=note)

    party = case.party(Side.NEED)
    assert (party.answered_by, party.note) == (case.secretary, note)
    consent = Consent.objects.get()
    assert (consent.by, consent.note) == (case.secretary, note)


@pytest.mark.parametrize("note", ["", "   "])
def test_the_secretariat_has_to_say_who_answered(note):
    case = asked_case()

    with pytest.raises(CommentRequired):
        accept(case.introduction, side=Side.OFFER, by=case.secretary, note=note)
    with pytest.raises(CommentRequired):
        pass_on(case.introduction, by=case.secretary, note=note)

    assert case.party(Side.OFFER).state == AnswerState.WAITING


def test_the_secretariat_may_pass_on_for_a_liaison_office():
    case = asked_case()

    pass_on(case.introduction, by=case.secretary, note="杣様より電話で取り次ぎ")

    assert case.party(Side.OFFER).with_liaison is False


# ── Saying no ───────────────────────────────────────────────────────────────────────


def test_one_no_ends_the_introduction():
    case = asked_case()
    accept(case.introduction, side=Side.NEED, by=case.poster)

    decline(
        case.introduction,
        side=Side.OFFER,
        by=case.liaison,
        reason=DeclineReason.NOT_MY_FIELD,
        note="食品は扱っていません",
    )

    party = case.party(Side.OFFER)
    assert case.introduction.state == IntroductionState.DECLINED
    assert (party.state, party.reason, party.may_tell, party.note) == (
        AnswerState.DECLINED,
        DeclineReason.NOT_MY_FIELD,
        False,
        "食品は扱っていません",
    )
    assert case.party(Side.NEED).state == AnswerState.ACCEPTED
    assert Pairing.objects.get().state == PairingState.SHORTLISTED
    assert not OpenRequest.objects.exists()
    assert case.need.state == NeedState.OPEN


@pytest.mark.parametrize(
    ("reason", "chosen"),
    [(r, r != DeclineReason.NOT_MY_FIELD) for r in DeclineReason],
)
def test_only_what_is_not_their_field_is_learned_as_refused(reason, chosen):
    case = asked_case()

    decline(case.introduction, side=Side.OFFER, by=case.liaison, reason=reason)

    assert [decision.chosen for decision in decisions()] == [chosen]


def test_the_choice_counts_again_once_it_is_introduced_anew():
    case = asked_case()
    reason = DeclineReason.NOT_MY_FIELD
    decline(case.introduction, side=Side.OFFER, by=case.liaison, reason=reason)
    case.pairing.refresh_from_db()

    ask_both_sides(pairing=case.pairing, by=case.secretary)

    assert [decision.chosen for decision in decisions()] == [True]


def test_the_other_side_is_asked_no_longer_and_not_told_by_whom():
    case = asked_case(anonymous=True)

    decline(
        case.introduction,
        side=Side.NEED,
        by=case.poster,
        reason=DeclineReason.ALREADY_SOLVED,
        may_tell=True,
    )

    assert case.party(Side.NEED).may_tell is True
    assert case.party(Side.OFFER).state == AnswerState.CLOSED
    with pytest.raises(WrongState) as late:
        accept(case.introduction, side=Side.OFFER, by=case.liaison)
    assert type(late.value) is WrongState
    assert str(case.poster) not in str(late.value)


def test_the_same_no_twice_has_one_effect():
    case = asked_case()

    for _ in range(2):
        decline(
            case.introduction,
            side=Side.NEED,
            by=case.poster,
            reason=DeclineReason.TERMS,
        )

    assert actions("curation.introduction") == [
        ("ask", case.secretary),
        ("decline", case.poster),
    ]


@pytest.mark.parametrize("reason", ["", "whim"])
def test_a_no_needs_one_of_the_reasons(reason):
    case = asked_case()

    with pytest.raises(InvalidReason):
        decline(case.introduction, side=Side.NEED, by=case.poster, reason=reason)

    assert case.party(Side.NEED).state == AnswerState.WAITING


def test_a_need_stays_in_dialogue_while_another_introduction_lives():
    case = agreed_case()
    second = PairingFactory(need=case.need, shortlisted=True)
    introduction = ask(second)

    decline(introduction, side=Side.NEED, by=case.poster, reason=DeclineReason.TERMS)

    assert case.need.state == NeedState.IN_DIALOGUE


def test_who_declines_for_a_conflict_of_interest_is_not_proposed_again():
    case = asked_case()
    pass_on(case.introduction, by=case.liaison)

    decline(
        case.introduction,
        side=Side.OFFER,
        by=case.researcher,
        reason=DeclineReason.CONFLICT,
    )

    again = NeedFactory(organisation=case.need.organisation)
    assert conflicts_with(case.expertise, again)
    assert not conflicts_with(case.expertise, NeedFactory())
    assert Conflict.objects.get().note == case.introduction.public_id


def test_other_reasons_note_no_conflict():
    case = asked_case()

    decline(
        case.introduction, side=Side.NEED, by=case.poster, reason=DeclineReason.TERMS
    )

    assert not Conflict.objects.exists()
