"""The public site and my page."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Lists, details, the matcher's page, my page, sign-in."""

    name = "web"
    verbose_name = "Web"

    def ready(self) -> None:
        """Register the jobs."""
        import_module("web.tasks")
