"""``renkei rebuild_index``: fill the indexes from the catalogue."""

from typing import Any

from django.core.management.base import BaseCommand

from indexing.cluster import cluster
from indexing.index import index
from recommendations.engine import engine


class Command(BaseCommand):
    """Fills search indexes and matcher from nothing."""

    help = "Fill the search indexes and this machine's matcher from the catalogue."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild all and say how many things can be found.

        Search indexes, and what is in Elasticsearch, answer until the new ones take
        their places.
        """
        found = index().rebuild()
        if (shared := cluster()) is not None:
            shared.rebuild()
        engine().save()
        engine().fill_shared()
        matched = len(engine().current())
        self.stdout.write(f"{found} searchable, {matched} matched")
