"""The app of what is offered and what is needed."""

from importlib import import_module

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Needs, expertise, researchers, facilities, outcomes and their fields."""

    name = "catalogue"
    verbose_name = "Catalogue"

    def ready(self) -> None:
        """Listen to who joins, leaves or is renamed."""
        import_module("catalogue.receivers")
