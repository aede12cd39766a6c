"""The app of projects."""

from importlib import import_module

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Projects, agreements, milestones, results; a case from need to result."""

    name = "projects"
    verbose_name = "Projects"

    def ready(self) -> None:
        """Listen to the floors below."""
        import_module("projects.receivers")
