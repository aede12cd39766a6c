"""The dictionary of other words as search and matcher use it."""

import threading
from collections.abc import Iterable

from catalogue.enums import SynonymDirection
from catalogue.models import Synonym
from catalogue.selectors.feed import News, Position, follow, last_position
from search.synonyms import Synonyms

KIND = "synonym"
"""How the feed names an entry of the dictionary."""


def dictionary_of(entries: Iterable[Synonym]) -> Synonyms:
    """Return what the given entries add to each word."""
    words: dict[str, dict[str, None]] = {}
    for entry in entries:
        words.setdefault(entry.plain, {})[entry.term] = None
        if entry.direction == SynonymDirection.BOTH:
            words.setdefault(entry.term, {})[entry.plain] = None
    return Synonyms({word: tuple(further) for word, further in words.items()})


def read_dictionary() -> Synonyms:
    """Return what the dictionary adds to each word, read anew."""
    return dictionary_of(Synonym.objects.in_use())


class _Followed:
    """This process's copy of the dictionary, and how far in the feed it is true."""

    def __init__(self) -> None:
        self._words = Synonyms({})
        self._position: Position | None = None
        self._following = threading.Lock()

    def current(self) -> Synonyms:
        with self._following:
            known = self._position
            if known is None or not follow(known, self._take_in, self._keep):
                # The position first: what changes meanwhile is read once more.
                reached = last_position()
                self._read()
                self._keep(reached)
            return self._words

    def _take_in(self, news: News) -> None:
        if any(kind == KIND for kind, _ in news.things):
            self._read()

    def _keep(self, position: Position) -> None:
        self._position = position

    def _read(self) -> None:
        words = read_dictionary()
        if words != self._words:
            self._words = words


_followed = _Followed()


def dictionary() -> Synonyms:
    """Return what the dictionary adds to each word, as it stands now.

    The same object as long as nothing changes. Side effects: reads the feed, and
    where it names the dictionary, the entries.
    """
    return _followed.current()


def forget() -> None:
    """Let go of this process's copy; the next question reads it anew."""
    global _followed
    _followed = _Followed()
