"""The app of states, the log and jobs."""

from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    """States, the append-only log, jobs and typed errors."""

    name = "lifecycle"
    verbose_name = "Lifecycle"
