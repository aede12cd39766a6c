"""Writing mails into the outbox, and sending them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
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
    """Hand a waiting mail to the mail server; ``False`` if it was not waiting.

    Raises:
        OSError, smtplib.SMTPException: the server did not take it; it stays queued
            and the job is tried again.

    Side effects: sends one mail and marks it as sent.
    """
    with transaction.atomic():
        row = Mail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
        if row.state != MailState.QUEUED:
            return False
        EmailMessage(row.subject, row.body, to=[row.to.email]).send()
        row.state, row.sent_at = MailState.SENT, clock.now()
        row.save(update_fields=["state", "sent_at"])
    return True


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
