"""The app that keeps the search index true."""

from django.apps import AppConfig


class IndexingConfig(AppConfig):
    """Catalogue and pages to search documents."""

    name = "indexing"
    verbose_name = "Indexing"
