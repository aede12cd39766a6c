"""The app that runs the matcher on the catalogue."""

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    """Pairings with their evidence."""

    name = "recommendations"
    verbose_name = "Recommendations"
