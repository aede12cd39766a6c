"""The public API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The catalogue read-only, and the matcher."""

    name = "api"
    verbose_name = "API"
