"""Mail servers as they are on bad days."""

from typing import Any

from django.core.mail.backends.base import BaseEmailBackend


class Away(BaseEmailBackend):
    """Takes nothing."""

    def send_messages(self, email_messages: Any) -> int:
        """Fail as SMTP does when nobody answers."""
        raise ConnectionRefusedError("nobody answers")
