"""The app of mails."""

from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Mails that follow from what happened."""

    name = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        """Listen to what happens and register the job."""
        import_module("notifications.receivers")
        import_module("notifications.tasks")
