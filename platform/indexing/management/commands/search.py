"""``renkei search check``: compare the search indexes with the catalogue."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indexing.checking import compare, mend
from indexing.cluster import cluster
from indexing.index import index
from matching import RankingError
from recommendations.engine import engine
from recommendations.ranking import SharedRanker
from search.engine import Engine, EngineError
from search.engines.elasticsearch import ElasticsearchEngine


class Command(BaseCommand):
    """Looks after the search indexes."""

    help = "Compare the search indexes with the catalogue and mend what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, and whether only to look."""
        parser.add_argument("action", choices=["check"])
        parser.add_argument(
            "--look", action="store_true", help="say what differs and mend nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the machine's own index, then the one in Elasticsearch.

        Side effects: both take in what changed; what differs then is mended, and
        indexes that another release left in Elasticsearch are dropped.
        """
        mending = not options["look"]
        own = index()
        own.follow()
        own.do(lambda held: self._check("this machine's index", held, mending))
        if (shared := cluster()) is None:
            return
        try:
            shared.follow()
            self._check("Elasticsearch", shared.engine, mending)
            self._drop_left_over(shared.engine, mending)
            if (ranker := engine().shared) is not None:
                self._drop_left_over(ranker, mending)
        except (EngineError, RankingError) as error:
            raise CommandError(
                f"Elasticsearch could not be checked: {error}"
            ) from error

    def _drop_left_over(
        self, held: ElasticsearchEngine | SharedRanker, mending: bool
    ) -> None:
        for name in held.left_over():
            self.stdout.write(f"Elasticsearch: {name} is of another release")
            if mending:
                held.drop_left_over(name)

    def _check(self, name: str, engine: Engine, mending: bool) -> None:
        found = compare(engine)
        self.stdout.write(
            f"{name}: {found.right} right, {len(found.missing)} missing, "
            f"{len(found.left_over)} left over, {len(found.different)} different"
        )
        for key in sorted(found.wrong):
            self.stdout.write(f"  {key.kind} {key.id}")
        if mending and found.wrong:
            mend(engine, found)
            still = len(compare(engine).wrong)
            self.stdout.write(f"  mended; {still} still differ")
