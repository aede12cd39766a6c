"""The top floor: settings, addresses and the commands that run the whole."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Commands that set up, load and serve."""

    name = "config"
    verbose_name = "Configuration"
