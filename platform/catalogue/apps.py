"""The app of what is offered and what is needed."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Needs, expertise, researchers, facilities, outcomes and their fields."""

    name = "catalogue"
    verbose_name = "Catalogue"
