"""The app of projects."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Projects, agreements, milestones, reports."""

    name = "projects"
    verbose_name = "Projects"
