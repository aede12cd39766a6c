"""Bilingual fields: a pair ``title_ja``, ``title_en`` read as one text."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

LANGUAGES = ("ja", "en")


@dataclass(frozen=True)
class LocalizedText:
    """A text with its language; ``fallback`` when the reader asked for another."""

    text: str
    lang: str
    fallback: bool = False

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


class Localized:
    """Mixin for models whose people-facing fields are pairs ``…_ja``, ``…_en``."""

    def localized(self, field: str, language: str | None = None) -> LocalizedText:
        """Return ``field`` in ``language`` (the reader's), or in the other one.

        Args:
            field: the pair's name without its language, such as ``title``.
            language: ``ja`` or ``en``; the active language when none is given.

        Raises:
            AttributeError: the model has no such pair.
        """
        wanted = (language or get_language() or settings.LANGUAGE_CODE)[:2]
        other = "en" if wanted == "ja" else "ja"
        text = getattr(self, f"{field}_{wanted}")
        if text:
            return LocalizedText(text, wanted)
        text = getattr(self, f"{field}_{other}")
        return LocalizedText(text, other, fallback=bool(text))
