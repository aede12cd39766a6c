"""``renkei work``: run jobs until told to stop."""

from typing import Any

from django.core.management.base import BaseCommand

from lifecycle import jobs


class Command(BaseCommand):
    """A worker process."""

    help = "Run queued jobs until told to stop (production; embedded, a thread does)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Hand over to the backend."""
        jobs.backend().work()
