"""``renkei rebuild_index``: fill this machine's indexes from the catalogue."""

from typing import Any

from django.core.management.base import BaseCommand

from indexing.index import index
from recommendations.engine import engine


class Command(BaseCommand):
    """Fills search index and matcher from nothing."""

    help = "Fill this machine's search index and the matcher's from the catalogue."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild both and say how many things can be found."""
        found = index().rebuild()
        engine().save()
        matched = len(engine().current())
        self.stdout.write(f"{found} searchable, {matched} matched")
