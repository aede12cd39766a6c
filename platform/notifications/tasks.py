"""Jobs: take identifiers, load, make one call."""

from lifecycle.jobs import task
from notifications.actions import send, send_left_over
from notifications.models import Mail


@task("notifications.send")
def send_mail(*, mail: int) -> None:
    """Send one mail of the outbox."""
    for row in Mail.objects.filter(pk=mail):
        send(row)


@task("notifications.send_left_over", hourly=True)
def send_left_over_mails() -> None:
    """Take up the mails that no job sends any more."""
    send_left_over()
