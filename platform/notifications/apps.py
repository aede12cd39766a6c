"""The app of mails."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Mails that follow from what happened."""

    name = "notifications"
    verbose_name = "Notifications"
