"""The public site and my page."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Lists, details, the matcher's page, my page, sign-in."""

    name = "web"
    verbose_name = "Web"
