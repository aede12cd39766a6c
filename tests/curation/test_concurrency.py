"""Real threads on a real database: one decides, the others are told who did."""

import pytest

from catalogue.enums import NeedState
from catalogue.models import Need, OpenRequest
from curation.actions.answers import accept, decline
from curation.actions.asking import ask_both_sides
from curation.enums import AnswerState, DeclineReason, IntroductionState, Side
from curation.errors import NoCapacity
from curation.models import Consent, Introduction, Party
from lifecycle.errors import AlreadyDecided, WrongState
from lifecycle.models import LogEntry
from recommendations.models import Pairing
from tests.factories.accounts import RegionFactory, person_in, secretary
from tests.factories.catalogue import ExpertiseFactory, ResearcherFactory
from tests.factories.curation import asked_case, make_case
from tests.factories.recommendations import PairingFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def region(transactional_db):
    return RegionFactory()


def ask(pk, by):
    return ask_both_sides(pairing=Pairing.objects.get(pk=pk), by=by)


def answer(pk, act, **options):
    return act(Introduction.objects.get(pk=pk), **options).state


def test_of_two_secretaries_who_ask_at_once_one_does_and_the_other_is_told(together):
    case, second = make_case(), secretary()
    pk = case.pairing.pk

    results = together(lambda: ask(pk, case.secretary), lambda: ask(pk, second))

    introduction = Introduction.objects.get()
    (refused,) = (r for r in results if isinstance(r, Exception))
    assert isinstance(refused, AlreadyDecided)
    assert refused.data["by"] == str(introduction.asked_by)
    assert introduction in results
    assert Party.objects.count() == 2


def test_a_double_click_makes_one_introduction(together):
    case = make_case()
    pk = case.pairing.pk

    results = together(*[lambda: ask(pk, case.secretary)] * 4)

    assert results == [Introduction.objects.get()] * 4
    assert Party.objects.count() == 2
    assert OpenRequest.objects.count() == 1


def test_the_last_room_of_a_researcher_is_given_once(together):
    expertise = ExpertiseFactory(researcher=ResearcherFactory(capacity=1))
    pks = [PairingFactory(expertise=expertise, shortlisted=True).pk for _ in range(3)]
    by = secretary()

    results = together(*[lambda pk=pk: ask(pk, by) for pk in pks])

    assert sorted(type(r) is NoCapacity for r in results) == [False, True, True]
    assert OpenRequest.objects.count() == 1


def test_twenty_answers_at_once_make_one_agreement(together):
    case = asked_case()
    pk = case.introduction.pk
    posters = [person_in(case.need.organisation) for _ in range(10)]
    sides = [(Side.NEED, user) for user in posters] + [(Side.OFFER, case.liaison)] * 10

    results = together(
        *[
            lambda s=side, u=user: answer(pk, accept, side=s, by=u)
            for side, user in sides
        ]
    )

    introduction = Introduction.objects.get()
    refused = [r for r in results if isinstance(r, Exception)]
    assert {type(r) for r in refused} == {AlreadyDecided}
    # One of the ten colleagues was first; the liaison office's ten clicks are one.
    assert len(refused) == 9
    assert introduction.state == IntroductionState.AGREED
    assert Consent.objects.count() == 2
    assert LogEntry.objects.filter(action="agree").count() == 1
    assert LogEntry.objects.filter(action="accept").count() == 2
    assert Need.objects.get().state == NeedState.IN_DIALOGUE


def test_a_yes_and_a_no_at_once_leave_one_clear_end(together):
    case = asked_case()
    pk = case.introduction.pk
    accept(case.introduction, side=Side.NEED, by=case.poster)
    no = {"side": Side.OFFER, "reason": DeclineReason.NO_TIME}
    colleagues = [case.liaison, case.secretary]

    results = together(
        lambda: answer(pk, accept, side=Side.OFFER, by=colleagues[0]),
        lambda: answer(pk, decline, by=colleagues[1], note="電話で見送り", **no),
    )

    state = Introduction.objects.get().state
    (refused,) = (r for r in results if isinstance(r, Exception))
    assert isinstance(refused, WrongState)
    assert state in (IntroductionState.AGREED, IntroductionState.DECLINED)
    expected = {
        IntroductionState.AGREED: (AnswerState.ACCEPTED, 2, 1),
        IntroductionState.DECLINED: (AnswerState.DECLINED, 1, 0),
    }[state]
    assert (
        Party.objects.get(side=Side.OFFER).state,
        Consent.objects.count(),
        OpenRequest.objects.count(),
    ) == expected
