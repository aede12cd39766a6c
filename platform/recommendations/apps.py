"""The app that runs the matcher on the catalogue."""

from importlib import import_module

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    """Pairings with their evidence."""

    name = "recommendations"
    verbose_name = "Recommendations"

    def ready(self) -> None:
        """Listen to the catalogue and register the jobs."""
        import_module("recommendations.receivers")
        import_module("recommendations.tasks")
