"""How close texts are to a question, beyond the words that they must have.

BM25 (Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework") over words
and over overlapping pairs of characters, added: words know what a text is about,
pairs how it is put, and where one errs the other often does not.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence
from zlib import crc32

import numpy as np

GRAMS_WEIGHT = 0.5
"""What a gram counts for beside a word: several of them make one."""

_K1 = 1.2
_B = 0.75


def numbered(terms: Iterable[str]) -> bytes:
    """Write terms as numbers of 32 bits: small to keep, and quick to go through.

    Two terms may share one by chance, which moves a text by a place at most.
    """
    return array("I", [crc32(term.encode()) for term in terms]).tobytes()


def closeness(texts: Sequence[bytes], terms: Collection[str]) -> list[float]:
    """Return the BM25 of each text for some terms, among these texts alone.

    A term that most of the texts have tells them apart little and counts little.

    Args:
        texts: each cut into terms, `numbered`.
        terms: what is looked for, each once.
    """
    wanted = np.unique(np.frombuffer(numbered(terms), np.uint32))
    lengths = np.array([len(text) // wanted.itemsize for text in texts])
    if not wanted.size or not lengths.any():
        return [0.0] * len(texts)
    every = np.frombuffer(b"".join(texts), np.uint32)
    which = np.searchsorted(wanted, every).clip(max=wanted.size - 1)
    found = wanted[which] == every
    owner = np.repeat(np.arange(lengths.size), lengths)[found]
    shape = lengths.size, wanted.size
    cells = np.bincount(owner * wanted.size + which[found], minlength=np.prod(shape))
    times = cells.reshape(shape)
    having = np.count_nonzero(times, axis=0)
    weight = np.log(1 + (lengths.size - having + 0.5) / (having + 0.5))
    length = _K1 * (1 - _B + _B * lengths / lengths.mean())
    scores = weight * times * (_K1 + 1) / (times + length[:, None])
    return [float(score) for score in scores.sum(axis=1)]
