"""The staff's dictionary as queries read it: its words cut once, not at every query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain

from search.analysis import Unit, letters, sound, units
from search.spelling import mistakes


class Synonyms(Mapping[str, tuple[str, ...]]):
    """Further words for a word, as a mapping that never changes.

    What is added to a word is not looked up again, so a loop does no harm.

    Args:
        words: for each word or term, what to accept in its place as well.
    """

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        """Keep a copy."""
        self._words = dict(words)

    @classmethod
    def of(cls, words: Mapping[str, tuple[str, ...]]) -> Synonyms:
        """Return the words as such a mapping; the same object where it is one."""
        return words if isinstance(words, cls) else cls(words)

    def __getitem__(self, word: str) -> tuple[str, ...]:
        """Return what is added to a word, as it stands in the dictionary."""
        return self._words[word]

    def __iter__(self) -> Iterator[str]:
        """Go through the words that something is added to."""
        return iter(self._words)

    def __len__(self) -> int:
        """How many words something is added to."""
        return len(self._words)

    def longest_at(self, row: Sequence[Unit]) -> tuple[int, str, tuple[str, ...]]:
        """Return the longest entry that a row of words begins with.

        Returns:
            how many words of the row it takes, 0 for none; the entry as it stands in
            the dictionary; what it adds.
        """
        for size in range(min(self._longest, len(row)), 0, -1):
            found = self._entries.get(tuple(unit.word.term for unit in row[:size]))
            if found is not None:
                return size, *found
        return 0, "", ()

    def like(self, typed: str, limit: int = 3) -> list[str]:
        """Return words of either side spelled or read almost so, the nearest first."""
        written, heard = letters(typed), sound(typed)
        near: list[tuple[int, str]] = []
        for word, its, read in self._spellings:
            apart = 0 if read == heard else mistakes(written, its)
            if its != written and apart is not None:
                near.append((apart, word))
        return [word for _, word in sorted(near)[:limit]]

    @cached_property
    def _spellings(self) -> list[tuple[str, str, str]]:
        """Each word of either side, its letters, and how it is read."""
        words = dict.fromkeys(chain(self._words, *self._words.values()))
        return [(word, letters(word), sound(word)) for word in words]

    @cached_property
    def _entries(self) -> dict[tuple[str, ...], tuple[str, tuple[str, ...]]]:
        entries: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}
        for word, further in self._words.items():
            if key := tuple(unit.word.term for unit in cut(word)):
                # ゴミ and ごみ are one word: what either adds, both add.
                first, known = entries.get(key, (word, ()))
                entries[key] = (first, tuple(dict.fromkeys((*known, *further))))
        return entries

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._entries), default=0)


@lru_cache(maxsize=16_384)
def cut(text: str) -> tuple[Unit, ...]:
    """Return the words of an entry of a dictionary, which every query looks at."""
    return tuple(units(text))
