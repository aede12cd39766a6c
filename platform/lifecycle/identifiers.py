"""Public identifiers: what addresses and the API show instead of a primary key."""

from typing import Any

from django.db import models
from django.utils.crypto import get_random_string

# No vowels and no look-alikes: no words by accident, easy to read on the telephone.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 10


def new_public_id() -> str:
    """Return a new random identifier of ten characters (2 × 10^14 values)."""
    return get_random_string(LENGTH, ALPHABET)


class PublicIdField(models.CharField):
    """A unique identifier that never changes."""

    def __init__(self, **options: Any) -> None:
        """Set what every public identifier has in common."""
        fixed = {"max_length": LENGTH, "unique": True, "editable": False}
        super().__init__(**(options | fixed | {"default": new_public_id}))

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave out of migrations what is fixed here."""
        name, path, args, options = super().deconstruct()
        for fixed in ("max_length", "unique", "editable", "default"):
            options.pop(fixed, None)
        return name, path, list(args), options
