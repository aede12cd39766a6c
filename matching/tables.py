"""Byte strings in flat arrays, which may lie in memory or be mapped from a file.

Nothing is parsed when such a table is opened, and processes that map the same
file share its pages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class Strings:
    """Byte strings by number: string n is `content[ends[n]:ends[n + 1]]`."""

    content: NDArray[np.uint8]
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, strings: Sequence[bytes]) -> Self:
        """A table of these strings, numbered from 0."""
        sizes = np.fromiter(map(len, strings), np.int64, len(strings))
        content = np.frombuffer(b"".join(strings), np.uint8)
        return cls(content, np.concatenate([[0], np.cumsum(sizes)]))

    def __len__(self) -> int:
        """How many strings there are."""
        return len(self.ends) - 1

    def __getitem__(self, number: int) -> bytes:
        """One string."""
        return self.content[self.ends[number] : self.ends[number + 1]].tobytes()

    def take(self, numbers: Iterable[int]) -> list[bytes]:
        """Some strings, in the order asked for."""
        return [self[number] for number in numbers]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Different byte strings by number, and numbers by string.

    `marks` are the CRC-32 sums of the strings, sorted, and `order` the numbers
    in that order: a string is looked for among those of its sum.
    """

    strings: Strings
    marks: NDArray[np.uint32]
    order: NDArray[np.int64]

    @classmethod
    def of(cls, strings: Sequence[bytes]) -> Self:
        """A table of these strings, numbered from 0."""
        marks = np.fromiter(map(crc32, strings), np.uint32, len(strings))
        order = np.argsort(marks, kind="stable")
        return cls(Strings.of(strings), marks[order], order)

    def __len__(self) -> int:
        """How many strings there are."""
        return len(self.strings)

    def find(self, wanted: Sequence[bytes]) -> NDArray[np.int64]:
        """Number of each string, -1 for those that the table does not have."""
        marks = np.fromiter(map(crc32, wanted), np.uint32, len(wanted))
        first = np.searchsorted(self.marks, marks, "left").tolist()
        last = np.searchsorted(self.marks, marks, "right").tolist()
        found = np.full(len(wanted), -1, np.int64)
        for place, string in enumerate(wanted):
            for number in self.order[first[place] : last[place]].tolist():
                if self.strings[number] == string:
                    found[place] = number
        return found


def encode(text: str) -> bytes:
    """Text as it is kept in a table; half of a surrogate pair is kept as well."""
    return text.encode("utf-8", "surrogatepass")


def decode(string: bytes) -> str:
    """The text that was encoded."""
    return string.decode("utf-8", "surrogatepass")
