"""The secretariat's desk in Wagtail's admin."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Queue, triage, cases, reports."""

    name = "desk"
    verbose_name = "Desk"
