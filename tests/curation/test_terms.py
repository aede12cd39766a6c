from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Region
from catalogue.enums import NeedState
from catalogue.models import OpenRequest
from curation.actions.answers import accept, pass_on
from curation.actions.terms import lapse, remind
from curation.enums import AnswerState, IntroductionState, Side
from curation.models import Introduction
from curation.signals import reminder_due
from lifecycle import clock, jobs
from lifecycle.errors import NotAllowed
from lifecycle.models import LogEntry
from recommendations.enums import PairingState
from recommendations.models import Pairing
from tests.factories.curation import agreed_case, asked_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def at(day):
    moment = datetime.combine(day, datetime.min.time(), ZoneInfo("Asia/Tokyo"))
    return clock.at(moment.replace(hour=9))


# Asked on a Monday; five working days later is the next Monday, ten the one after.
ASKED, REMINDED, LAST, AFTER = (
    date(2026, 11, 30),
    date(2026, 12, 7),
    date(2026, 12, 14),
    date(2026, 12, 15),
)


@pytest.fixture
def case():
    Region.objects.update(reminder_working_days=5, lapse_working_days=10)
    with at(ASKED):
        return asked_case()


def follow_up(day):
    with at(day):
        jobs.find("curation.follow_up").run()


def reminders():
    return LogEntry.objects.filter(action="remind").count()


def test_each_side_is_reminded_once(case):
    heard = []

    def listen(party, entry, **kwargs):
        heard.append((party.side, entry.action, entry.actor))

    reminder_due.connect(listen)
    try:
        follow_up(date(2026, 12, 4))
        assert heard == []
        follow_up(REMINDED)
        follow_up(REMINDED)
        follow_up(date(2026, 12, 8))
    finally:
        reminder_due.disconnect(listen)

    assert heard == [(Side.NEED, "remind", None), (Side.OFFER, "remind", None)]
    assert {str(p.reminded_at.date()) for p in case.introduction.parties.all()} == {
        str(REMINDED)
    }


def test_a_side_that_answered_is_not_reminded(case):
    with at(ASKED):
        accept(case.introduction, side=Side.NEED, by=case.poster)

    follow_up(REMINDED)

    assert case.party(Side.NEED).reminded_at is None
    assert case.party(Side.OFFER).reminded_at is not None


def test_after_the_last_day_the_request_lapses(case):
    follow_up(REMINDED)
    follow_up(LAST)
    assert Introduction.objects.get().state == IntroductionState.ASKED

    follow_up(AFTER)

    assert Introduction.objects.get().state == IntroductionState.LAPSED
    assert {p.state for p in case.introduction.parties.all()} == {AnswerState.LAPSED}
    assert Pairing.objects.get().state == PairingState.SHORTLISTED
    assert not OpenRequest.objects.exists()
    assert case.need.state == NeedState.OPEN


def test_only_the_side_that_did_not_answer_lapses(case):
    with at(ASKED):
        accept(case.introduction, side=Side.NEED, by=case.poster)
    follow_up(REMINDED)

    follow_up(AFTER)

    assert case.party(Side.NEED).state == AnswerState.ACCEPTED
    assert case.party(Side.OFFER).state == AnswerState.LAPSED


def test_nothing_lapses_before_the_day_after_its_reminder(case):
    follow_up(AFTER)
    follow_up(AFTER)
    assert Introduction.objects.get().state == IntroductionState.ASKED
    assert reminders() == 2

    follow_up(date(2026, 12, 16))

    assert Introduction.objects.get().state == IntroductionState.LAPSED


def test_passing_on_starts_term_and_reminder_anew(case):
    follow_up(REMINDED)
    with at(date(2026, 12, 10)):
        pass_on(case.introduction, by=case.liaison)

    follow_up(AFTER)
    assert Introduction.objects.get().state == IntroductionState.ASKED

    follow_up(date(2026, 12, 17))
    assert reminders() == 3
    assert case.party(Side.OFFER).reminded_at.date() == date(2026, 12, 17)


def test_a_reminder_is_due_on_the_last_day_at_the_latest(case):
    Region.objects.update(reminder_working_days=30)

    follow_up(LAST)

    assert reminders() == 2


def test_a_lapse_tells_whether_it_happened(case):
    with at(REMINDED):
        assert lapse(case.introduction) is False
        assert remind(case.introduction) == 2
    with at(AFTER):
        assert lapse(case.introduction) is True
        assert lapse(case.introduction) is False
        assert remind(case.introduction) == 0

    assert case.introduction.state == IntroductionState.LAPSED


def test_what_was_agreed_does_not_lapse():
    Region.objects.update(lapse_working_days=10)
    with at(ASKED):
        case = agreed_case()

    follow_up(AFTER)
    follow_up(date(2027, 1, 15))

    assert Introduction.objects.get(pk=case.introduction.pk).state == (
        IntroductionState.AGREED
    )


def test_the_secretariat_may_remind_at_once(case):
    with at(ASKED):
        assert remind(case.introduction, by=case.secretary) == 2
        assert remind(case.introduction, by=case.secretary) == 0
        with pytest.raises(NotAllowed):
            remind(case.introduction, by=case.poster)

    actors = LogEntry.objects.filter(action="remind").values_list("actor", flat=True)
    assert set(actors) == {case.secretary.pk}


def test_the_machine_looks_every_hour():
    assert jobs.find("curation.follow_up").hourly
