"""What a mail looks like, and how it is sent once."""

from datetime import timedelta

import pytest
from django.core import mail as postbox

from accounts.enums import Role
from accounts.models import Region
from catalogue.actions import needs as need_actions
from catalogue.enums import NeedState
from curation.actions.asking import ask_both_sides
from lifecycle import clock, jobs
from lifecycle.models import Job, JobState
from notifications.actions import notify, send, send_left_over, withhold_queued
from notifications.enums import MailState
from notifications.models import Mail
from tests.factories.accounts import (
    OrganisationFactory,
    UserFactory,
    person_in,
    secretary,
)
from tests.factories.catalogue import NeedFactory
from tests.factories.curation import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def mails():
    """Event and receiver of every mail that waits, in no order."""
    return sorted((m.event, m.to.email) for m in Mail.objects.select_related("to"))


def expected(event, *people):
    return sorted((event, person.email) for person in people)


@pytest.fixture
def member():
    return person_in(OrganisationFactory())


def need_of(person, **values):
    organisation = person.memberships.get().organisation
    return NeedFactory(organisation=organisation, created_by=person, **values)


def test_everybody_reads_their_own_language():
    case = make_case(title_ja="煮干しの選別", title_en="Sorting sardines")
    case.liaison.language = "en"
    case.liaison.save()

    ask_both_sides(pairing=case.pairing, by=case.secretary)

    english = Mail.objects.get(to=case.liaison)
    japanese = Mail.objects.get(to=case.poster)
    assert (english.language, japanese.language) == ("en", "ja")
    assert english.subject == "A request to your institution: Sorting sardines"
    assert f"Dear {case.liaison.name_en}," in english.body
    assert "Aoba Platform" in english.body and "Weekdays 8:30" in english.body
    assert japanese.subject == "お話を聞いてみませんか：煮干しの選別"
    assert f"{case.poster.name_ja} 様" in japanese.body
    assert "%" not in english.body + japanese.body


def test_titles_are_written_as_they_are(member):
    need = need_of(
        member, state=NeedState.SUBMITTED, title_ja='"A&B"を<50%>へ', summary_ja=""
    )

    need_actions.open_need(need, by=secretary())

    mail = Mail.objects.get()
    assert '"A&B"を<50%>へ' in mail.subject
    assert '"A&B"を<50%>へ' in mail.body


def test_a_title_cannot_add_headers(member):
    need = need_of(
        member,
        state=NeedState.SUBMITTED,
        title_ja="題\r\nBcc: everybody@example.com\n\n本文",
    )
    need_actions.open_need(need, by=secretary())

    jobs.drain()

    [sent] = postbox.outbox
    assert sent.recipients() == [member.email]
    assert "\n" not in sent.subject and "\r" not in sent.subject
    assert "Bcc" not in sent.message()


def test_a_long_title_is_cut_in_the_subject(member):
    need = need_of(member, state=NeedState.SUBMITTED, title_ja="長" * 80, title_en="")
    member.language = "en"
    member.save()

    need_actions.open_need(need, by=secretary())

    assert len(Mail.objects.get().subject) <= 120


def test_without_a_commit_there_is_no_mail(member):
    from django.db import transaction

    need = need_of(member, state=NeedState.SUBMITTED)
    with pytest.raises(ValueError), transaction.atomic():
        need_actions.open_need(need, by=secretary())
        assert Mail.objects.exists()
        raise ValueError

    assert not Mail.objects.exists()
    assert not Job.objects.filter(task="notifications.send").exists()


def test_a_mail_is_sent_once(member):
    need_actions.open_need(need_of(member, state=NeedState.SUBMITTED), by=secretary())
    mail = Mail.objects.get()
    assert (mail.state, str(mail)) == (MailState.QUEUED, mail.subject)

    jobs.drain()
    assert not send(mail)
    jobs.find("notifications.send").run(mail=mail.pk)

    mail.refresh_from_db()
    assert (mail.state, mail.sent_at is None) == (MailState.SENT, False)
    [sent] = postbox.outbox
    assert (sent.subject, sent.body, sent.to) == (
        mail.subject,
        mail.body,
        [member.email],
    )


def test_a_mail_that_is_gone_is_no_failure():
    jobs.find("notifications.send").run(mail=0)

    assert postbox.outbox == []


def test_a_mail_server_that_is_away_keeps_the_mail_waiting(member, settings):
    need_actions.open_need(need_of(member, state=NeedState.SUBMITTED), by=secretary())
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.notifications.servers.Away"
    jobs.drain()

    mail, job = Mail.objects.get(), Job.objects.get(task="notifications.send")
    assert (mail.state, job.state, postbox.outbox) == ("queued", JobState.QUEUED, [])

    settings.EMAIL_BACKEND = backend
    Job.objects.update(due_at=clock.now())
    jobs.drain()
    assert Mail.objects.get().state == MailState.SENT
    assert len(postbox.outbox) == 1


@pytest.fixture
def waiting(region):
    return queued_mail()


def queued_mail():
    person = UserFactory()
    notify([person], "need_expired", lambda: {"title": "題"})
    return Mail.objects.get(to=person)


def server(settings, name):
    settings.EMAIL_BACKEND = f"tests.notifications.servers.{name}"


def after(monkeypatch, **time):
    later = clock.now() + timedelta(**time)
    monkeypatch.setattr(clock, "now", lambda: later)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_server_answers(waiting, settings):
    server(settings, "Watchful")

    assert send(waiting)

    assert len(postbox.outbox) == 1


def test_two_workers_send_a_mail_once(waiting, settings):
    server(settings, "Slow")

    assert send(waiting)

    assert len(postbox.outbox) == 1


def test_a_mail_whose_worker_died_is_sent_when_its_claim_ran_out(
    waiting, settings, monkeypatch
):
    backend = settings.EMAIL_BACKEND
    server(settings, "Deadly")
    with pytest.raises(SystemExit):
        send(waiting)
    settings.EMAIL_BACKEND = backend
    Job.objects.all().delete()

    assert not send(waiting)
    assert send_left_over() == 0
    after(monkeypatch, minutes=6)
    jobs.find("notifications.send_left_over").run()
    jobs.drain()

    waiting.refresh_from_db()
    assert waiting.state == MailState.SENT
    # At least once: nobody knows whether the first one arrived.
    assert len(postbox.outbox) == 2


def test_a_mail_whose_job_gave_up_is_tried_for_days_and_then_shown(
    waiting, settings, monkeypatch
):
    sent = queued_mail()
    send(sent)
    Job.objects.all().delete()
    server(settings, "Away")

    after(monkeypatch, days=4)
    assert send_left_over() == 1
    with pytest.raises(ConnectionRefusedError):
        send(waiting)
    after(monkeypatch, days=2)
    assert send_left_over() == 0

    states = {mail.pk: mail.state for mail in Mail.objects.all()}
    assert states == {waiting.pk: MailState.GIVEN_UP, sent.pk: MailState.SENT}


def test_played_cases_send_no_mail(member):
    need_actions.open_need(need_of(member, state=NeedState.SUBMITTED), by=secretary())

    assert withhold_queued() == 1
    jobs.drain()

    assert Mail.objects.get().state == MailState.WITHHELD
    assert postbox.outbox == []


def test_only_active_people_are_written_to():
    people = [UserFactory(), UserFactory(is_active=False)]

    written = notify(people, "need_expired", lambda: {"title": "題"})

    assert written == 1
    assert mails() == expected("need_expired", people[0])
    assert "ご覧になる場所" not in Mail.objects.get().body


def test_people_with_two_roles_get_one_mail():
    by = secretary()
    office = Region.objects.get().secretariat
    assert by.memberships.get().organisation == office
    assert by.memberships.get().role == Role.SECRETARIAT
    need = NeedFactory(draft=True, organisation=office, created_by=by)

    need_actions.submit_need(need, by=by)

    assert len(mails()) == 1
