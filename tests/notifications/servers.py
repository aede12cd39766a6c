"""Mail servers as they are on bad days."""

from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from notifications.actions import send
from notifications.models import Mail


class Away(BaseEmailBackend):
    """Takes nothing."""

    def send_messages(self, email_messages: Any) -> int:
        """Fail as SMTP does when nobody answers."""
        raise ConnectionRefusedError("nobody answers")


class Watchful(EmailBackend):
    """Takes every mail, unless somebody waits for it to end a transaction."""

    def send_messages(self, messages: Any) -> int:
        """Fail while a transaction is open."""
        assert not connection.in_atomic_block
        return super().send_messages(messages)


class Deadly(EmailBackend):
    """Takes the mail; then the worker is killed before it can say so."""

    def send_messages(self, messages: Any) -> int:
        """Take it and end everything."""
        super().send_messages(messages)
        raise SystemExit


class Slow(EmailBackend):
    """While it takes a mail, another worker tries to send the same."""

    def send_messages(self, messages: Any) -> int:
        """Let the other one try first."""
        assert not send(Mail.objects.get())
        return super().send_messages(messages)
