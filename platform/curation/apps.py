"""The app that brings both sides of a pairing together."""

from importlib import import_module

from django.apps import AppConfig


class CurationConfig(AppConfig):
    """Introductions, each side's answer, the consent ledger."""

    name = "curation"
    verbose_name = "Curation"

    def ready(self) -> None:
        """Register what listens and what runs by itself."""
        for module in ("receivers", "tasks"):
            import_module(f"{self.name}.{module}")
