"""``renkei rebuild_index``: fill the indexes from the catalogue."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from indexing.cluster import cluster
from indexing.index import index
from recommendations.engine import engine


class Command(BaseCommand):
    """Fills search indexes and matcher from nothing."""

    help = "Fill the search indexes and this machine's matcher from the catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let texts be cut that the old indexes have."""
        parser.add_argument(
            "--anew", action="store_true", help="Cut every text again, which is slow."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild all and say how many things can be found.

        Search indexes, and what is in Elasticsearch, answer until the new ones take
        their places.
        """
        found = index().rebuild(anew=options["anew"])
        if (shared := cluster()) is not None:
            shared.rebuild(anew=options["anew"])
        engine().save()
        engine().fill_shared()
        matched = len(engine().current())
        self.stdout.write(f"{found} searchable, {matched} matched")
