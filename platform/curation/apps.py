"""The app of introductions."""

from django.apps import AppConfig


class CurationConfig(AppConfig):
    """Shortlist, introduction, consent ledger."""

    name = "curation"
    verbose_name = "Curation"
