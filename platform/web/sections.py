"""The texts of a thing under their headings, in the reader's language."""

from dataclasses import dataclass
from typing import Any

from design.localized import Localized, LocalizedText


@dataclass(frozen=True)
class Section:
    """A text under its heading."""

    heading: str
    text: LocalizedText


@dataclass(frozen=True)
class Sections:
    """The sections that have a text; ``fallback`` names the only language there is."""

    parts: tuple[Section, ...]
    fallback: str

    def __bool__(self) -> bool:
        return bool(self.parts)


def sections(thing: Localized, **headings: str) -> Sections:
    """Return the texts of a thing.

    Args:
        thing: whose bilingual fields are read.
        headings: the field's name and the heading above it, in order; a field
            without a text is left out.
    """
    parts = [Section(label, thing.localized(name)) for name, label in headings.items()]
    written = tuple(part for part in parts if part.text)
    fallbacks: list[Any] = [p.text.lang for p in written if p.text.fallback]
    return Sections(written, fallbacks[0] if fallbacks else "")
