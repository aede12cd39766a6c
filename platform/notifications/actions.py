"""Writing mails into the outbox, and sending them."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.selectors import region
from lifecycle import clock
from lifecycle.jobs import enqueue
from notifications.enums import MailState
from notifications.models import Mail
from notifications.notices import NOTICES

Values = Callable[[], dict[str, Any]]

# Longer than a mail server can take: a dozen answers, each within EMAIL_TIMEOUT.
LEASE = timedelta(minutes=5)
# As long as mail servers themselves keep trying.
GIVE_UP = timedelta(days=5)


def notify(
    people: Iterable[User],
    event: str,
    values: Values,
    *,
    case: str = "",
    route: str = "",
    arguments: Iterable[str] = (),
) -> int:
    """Write the mail of an event to every person, in the person's language.

    Args:
        people: who is told; inactive ones are passed over.
        event: a key of ``notices.NOTICES``.
        values: called in each person's language; gives what the notice names.
        case: the case it belongs to.
        route: name of the address where it can be seen, with its ``arguments``.

    Returns:
        How many mails were written.

    Side effects: writes ``Mail`` rows and queues a job for each; call it inside the
    transaction of what the mail tells.
    """
    notice, count = NOTICES[event], 0
    for person in sorted(people, key=lambda person: person.pk):
        if not person.is_active:
            continue
        with translation.override(person.language):
            given = values()
            mail = Mail.objects.create(
                to=person,
                event=event,
                case=case,
                language=person.language,
                subject=_one_line(str(notice.subject) % given),
                body=_body(notice, given, person, route, list(arguments)),
            )
        enqueue("notifications.send", mail=mail.pk)
        count += 1
    return count


def send(mail: Mail) -> bool:
    """Hand a waiting mail to the mail server; ``False`` if it was not to be sent.

    It is claimed before and marked as sent after, each in a transaction of its own,
    and none is open while the server answers: a slow server keeps nobody from writing.
    While a claim holds nobody else sends it. A worker that dies in between leaves the
    claim, which runs out after ``LEASE``; then the mail is sent (again).

    Raises:
        OSError, smtplib.SMTPException: the server did not take it; it waits again
            and the job is tried again.

    Side effects: sends one mail and marks it as sent.
    """
    now = clock.now()
    with transaction.atomic(durable=True):
        if not _unclaimed(now).filter(pk=mail.pk).update(claimed_at=now):
            return False
    row = Mail.objects.select_related("to").get(pk=mail.pk)
    ours = Mail.objects.filter(pk=row.pk, claimed_at=now, state=MailState.QUEUED)
    try:
        EmailMessage(row.subject, row.body, to=[row.to.email]).send()
    except Exception:
        ours.update(claimed_at=None)
        raise
    ours.update(state=MailState.SENT, sent_at=clock.now())
    return True


def send_left_over() -> int:
    """Queue the sending of mails that no job sends any more; return how many.

    These are mails whose worker died while it held them, or whose job gave up because
    the mail server was away for long. After ``GIVE_UP`` a mail is not tried again, and
    the desk's list of mails says so.

    Side effects: marks mails as given up and queues a job for each other one.
    """
    now = clock.now()
    left = _unclaimed(now).filter(created_at__lt=now - LEASE)
    left.filter(created_at__lt=now - GIVE_UP).update(state=MailState.GIVEN_UP)
    waiting = list(left.values_list("pk", flat=True))
    for mail in waiting:
        enqueue("notifications.send", mail=mail)
    return len(waiting)


def _unclaimed(now: datetime) -> QuerySet[Mail]:
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - LEASE)
    return Mail.objects.filter(free, state=MailState.QUEUED)


def withhold_queued() -> int:
    """Keep every waiting mail from being sent; return how many there were.

    For cases that were only played for the demonstration.
    """
    waiting = Mail.objects.filter(state=MailState.QUEUED)
    return waiting.update(state=MailState.WITHHELD)


def _body(
    notice: Any, given: dict[str, Any], person: User, route: str, arguments: list[str]
) -> str:
    office = region()
    frame = {
        "name": office.localized("name"),
        "demo": office.demo,
        "secretariat_name": office.secretariat,
        "phone": office.phone,
        "email": office.email,
        "office_hours": office.localized("office_hours"),
    }
    address = ""
    if route:
        address = settings.WAGTAILADMIN_BASE_URL + reverse(route, args=arguments)
    context = {
        "region": frame,
        "person": person.get_full_name(),
        "content": str(notice.content) % given,
        "next_step": str(notice.next_step) % given,
        "address": address,
    }
    return render_to_string("notifications/mail.txt", context)


def _one_line(subject: str) -> str:
    line = " ".join(subject.split())
    return line if len(line) <= 120 else f"{line[:119]}…"
