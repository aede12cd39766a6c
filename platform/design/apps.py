"""The look of every page and mail: templates, components, styles and icons."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """The lowest floor of the platform: it imports no other app of ours."""

    name = "design"
