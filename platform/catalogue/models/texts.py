"""How much may stand in one text of an entry, in every form and every import."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_TEXT = 10_000
"""Most characters of one text; the matcher takes more."""


_fits = MaxLengthValidator(
    MAX_TEXT,
    _(
        "This text may have %(limit_value)d characters, and has %(show_value)d. "
        "Please keep to what a partner has to know."
    ),
)


def _all_fit(texts: Iterable[str]) -> None:
    for text in texts:
        _fits(text)


class EntryText(models.TextField):
    """A text of an entry, of at most `MAX_TEXT` characters.

    Unlike a plain ``TextField`` it is held to that by ``full_clean``: by every action
    and form, and by the load of a region.
    """

    default_validators = [_fits]

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Be a plain text in migrations: in the database nothing differs."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.TextField", list(args), options


class EntryTexts(models.JSONField):
    """A list of such texts, keywords for instance."""

    default_validators = [_all_fit]

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Be plain JSON in migrations: in the database nothing differs."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.JSONField", list(args), options
