"""How much may stand in one text of an entry, in every form and every import."""

from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_TEXT = 10_000
"""Most characters of one text; the matcher takes more."""


class EntryText(models.TextField):
    """A text of an entry, of at most `MAX_TEXT` characters.

    Unlike a plain ``TextField`` it is held to that by ``full_clean``: by every action
    and form, and by the load of a region.
    """

    default_validators = [
        MaxLengthValidator(
            MAX_TEXT,
            _(
                "This text may have %(limit_value)d characters, and has "
                "%(show_value)d. Please keep to what a partner has to know."
            ),
        )
    ]

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Be a plain text in migrations: in the database nothing differs."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.TextField", list(args), options
