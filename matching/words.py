"""What the analysers of all languages hand on: words, and of what kind."""

from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

JAPANESE_CHARACTERS = "぀-ヿ㐀-鿿々〆〇𠀀-𲎯"
"""Characters of Japanese, as they stand in a regular expression's brackets."""

MANY = 1 << 16
"""Features of which is remembered what their names say: texts use few words often."""

_DATA = files("matching") / "data"


class Kind(StrEnum):
    """What a feature is; its value begins the feature's name."""

    WORD = ""
    LIGHT = "-"
    """A number, an affix or a word that fits any subject."""
    COMPOUND = "+"
    """A word made of smaller ones, or two that stand side by side."""
    OTHER = "="
    """A word and what a dictionary says it is also called: in evidence alone."""


class Word(NamedTuple):
    """A word of a sentence, in its dictionary form or stem."""

    form: str
    start: int
    end: int
    kind: Kind

    @property
    def feature(self) -> str:
        """The name under which it is counted."""
        return self.kind + self.form


_BY_MARK = {kind.value: kind for kind in Kind}


@lru_cache(MANY)
def kind_of(feature: str) -> Kind:
    """The kind of a feature, by its name."""
    return _BY_MARK.get(feature[:1], Kind.WORD)


@lru_cache(MANY)
def tells(feature: str) -> bool:
    """Whether it is more than a number, an affix or a word that fits anything."""
    return kind_of(feature) in (Kind.WORD, Kind.OTHER)


def read_lines(name: str) -> list[str]:
    """Lines of a data file but for comments, which begin with #."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def read_words(name: str) -> tuple[str, ...]:
    """Words of a data file, in order."""
    return tuple(word for line in read_lines(name) for word in line.split())
