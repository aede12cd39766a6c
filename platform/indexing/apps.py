"""The app that keeps the search index true."""

from importlib import import_module

from django.apps import AppConfig


class IndexingConfig(AppConfig):
    """Catalogue and pages to search documents."""

    name = "indexing"
    verbose_name = "Indexing"

    def ready(self) -> None:
        """Listen to the catalogue and register the jobs."""
        import_module("indexing.receivers")
        import_module("indexing.tasks")
