"""Jobs: take identifiers, load, make one call."""

from lifecycle.jobs import task
from notifications.actions import send
from notifications.models import Mail


@task("notifications.send")
def send_mail(*, mail: int) -> None:
    """Send one mail of the outbox."""
    for row in Mail.objects.filter(pk=mail):
        send(row)
