"""What is matched: documents with fields in Japanese and English."""

from dataclasses import dataclass
from typing import Literal, get_args

from matching.errors import TextTooLong, UnknownLanguage

Lang = Literal["ja", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)

MAX_LENGTH = 50_000
"""Most code points that one text may have."""


@dataclass(frozen=True, slots=True)
class Field:
    """One text of a document: its name, its language, the text as written.

    Raises `UnknownLanguage` and `TextTooLong` (over `MAX_LENGTH` code points).
    """

    name: str
    lang: Lang
    text: str

    def __post_init__(self) -> None:
        """Refuse what the matcher cannot take."""
        if self.lang not in LANGS:
            raise UnknownLanguage(lang=self.lang)
        if len(self.text) > MAX_LENGTH:
            raise TextTooLong(length=len(self.text), limit=MAX_LENGTH)


@dataclass(frozen=True, slots=True)
class Document:
    """A need, an expertise, a facility …: `kind` and `id` together name it.

    The fields are matched as they are given: a text that must not be quoted
    (a withheld name, say) must not be handed over.
    """

    id: str
    kind: str
    fields: tuple[Field, ...]

    @property
    def key(self) -> tuple[str, str]:
        """`(kind, id)`, which names the document in a catalogue."""
        return self.kind, self.id

    def in_language(self, lang: Lang) -> tuple[Field, ...]:
        """Fields of one language, in their order."""
        return tuple(field for field in self.fields if field.lang == lang)
