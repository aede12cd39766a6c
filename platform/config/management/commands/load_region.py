"""``renkei load_region``: bring a region's pack into the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.region.loading import default_pack, load_region
from config.region.problems import BrokenPack
from lifecycle import jobs


class Command(BaseCommand):
    """Loads a pack; a second time it changes nothing."""

    help = "Load a region's pack (REGION_DIR, or the folder given)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", nargs="?", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, report, and finish the jobs that the load queued.

        Raises:
            CommandError: the pack is broken; every problem is named.
        """
        try:
            report = load_region(options["folder"] or default_pack())
        except BrokenPack as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        for line in report.lines():
            self.stdout.write(line)
        jobs.drain()
