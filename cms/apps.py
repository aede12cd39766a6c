"""The app of editable pages."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Wagtail pages, blocks and site settings."""

    name = "cms"
    verbose_name = "Pages"
