"""What a cluster keeps of a document, so that it can be ranked there.

Two things stand beside each other. For a first ranking, weights by which the cluster
sums products itself: each is divided by what a text of this length is held to account
for, as nearly as one number can say that for questions of every length. And all that
the exact score needs, as bytes that nothing is looked up in.

A feature is named by a 64-bit digest, the same in every process: nobody has to agree
on columns. That two of ten million features have one name is one in 300,000.
"""

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.base import Key, pack_key
from matching.documents import LANGS, Lang
from matching.index import Index
from matching.lengths import SLOPE, joint_length
from matching.scoring import scores
from matching.tables import encode
from matching.vectorizer import Floats
from matching.weights import Weights

Tokens = NDArray[np.uint64]

LAYOUT = 1
"""Changes whenever what is kept does."""

BOTH = "both"
"""The field in which a document of both languages stands as one text; that each of its
texts stands in is named like its language."""
ALONE = "alone"
"""The field that says whether a document is in one language only."""
_HEAD = Struct("<2d2I")
_LOW = np.uint64(0xFFFF)


@lru_cache(maxsize=65_536)
def token(feature: str) -> int:
    """The 64-bit name of a feature."""
    return int.from_bytes(blake2b(encode(feature), digest_size=8).digest(), "big")


def term(number: int, lang: Lang | None = None) -> str:
    """A token as the cluster names it; in `BOTH` with its language."""
    return f"{lang or ''}{number:x}"


def name_of(key: Key) -> str:
    """The name of a document in the cluster: short, whatever its key."""
    return blake2b(pack_key(key), digest_size=16).hexdigest()


def evened(lengths: Floats, usual: float) -> Floats:
    """What a weight is multiplied by in a text of such a length.

    For a question of usual length or more a score falls as 1 / length, and for a very
    short one, behind the usual length, as 1 / pivoted length: the mean of both there.
    """
    pivoted = (1.0 - SLOPE) * usual + SLOPE * lengths
    return 1.0 / np.where(lengths <= usual, lengths, np.sqrt(lengths * pivoted))


@dataclass(frozen=True, slots=True)
class Entry:
    """What a document says: for each language tokens and their weights without idf.

    `lengths` are those of its texts, 0 where there is none.
    """

    key: Key
    lengths: Floats
    tokens: tuple[Tokens, ...]
    weights: tuple[NDArray[np.float32], ...]

    def fields(self, usual: Floats) -> dict[str, Any]:
        """The fields of the document; `usual` are the usual lengths of the index."""
        kind, id = self.key
        said = base64.b64encode(self.pack()).decode()
        found: dict[str, Any] = {"kind": kind, "id": id, "said": said}
        for language, lang in enumerate(LANGS):
            if self.lengths[language]:
                level = evened(self.lengths[language], usual[language]).item()
                rows = self._said(language)
                found[lang] = {term(number): weight * level for number, weight in rows}
        if not self.lengths.all():
            return {**found, ALONE: True}
        level = evened(joint_length(self.lengths), joint_length(usual).item()).item()
        both = {
            term(number, lang): weight * level
            for language, lang in enumerate(LANGS)
            for number, weight in self._said(language)
        }
        return {**found, BOTH: both, ALONE: False}

    def _said(self, language: int) -> Iterator[tuple[int, float]]:
        tokens, weights = self.tokens[language], self.weights[language]
        return zip(tokens.tolist(), weights.tolist(), strict=True)

    def pack(self) -> bytes:
        """Lengths, how many tokens each language has, all tokens, all weights."""
        head = _HEAD.pack(*self.lengths.tolist(), *map(len, self.tokens))
        tokens = np.concatenate(self.tokens).astype("<u8")
        weights = np.concatenate(self.weights).astype("<f4")
        return head + tokens.tobytes() + weights.tobytes()


def unpack(key: Key, said: str) -> Entry:
    """The entry that was packed, from base64."""
    content = base64.b64decode(said)
    ja_length, en_length, ja, en = _HEAD.unpack_from(content)
    tokens = np.frombuffer(content, "<u8", ja + en, _HEAD.size)
    weights = np.frombuffer(content, "<f4", ja + en, _HEAD.size + tokens.nbytes)
    return Entry(
        key,
        np.asarray([ja_length, en_length]),
        (tokens[:ja], tokens[ja:]),
        (weights[:ja], weights[ja:]),
    )


def entries(index: Index, numbers: Iterable[int]) -> Iterator[Entry]:
    """What some documents of a catalogue say."""
    for number in numbers:
        said = [index.said(number, lang) for lang in LANGS]
        yield Entry(
            index.key(number),
            index.lengths[:, number],
            tuple(
                np.asarray([token(name) for name in names], np.uint64)
                for names, _ in said
            ),
            tuple(weights.astype(np.float32) for _, weights in said),
        )


def score_all(
    query: Sequence[Weights], found: Sequence[Entry], usual: Floats
) -> Floats:
    """Exact scores of a query with some documents."""
    owners, tokens, weights = {}, {}, {}
    for language, lang in enumerate(LANGS):
        sizes = [len(entry.tokens[language]) for entry in found]
        owners[lang] = np.repeat(np.arange(len(found)), sizes)
        tokens[lang] = np.concatenate([entry.tokens[language] for entry in found])
        weights[lang] = np.concatenate([entry.weights[language] for entry in found])
    values = {part.lang: _values(part) for part in query}

    def products(part: Weights, lang: Lang) -> Floats:
        asked, value = values[part.lang]
        # Most of a document is not asked for, which 16 bits of a token tell.
        near = np.zeros(1 << 16, np.bool_)
        near[asked & _LOW] = True
        some = np.flatnonzero(near[tokens[lang] & _LOW])
        places = np.searchsorted(asked, tokens[lang][some])
        shared = asked[places] == tokens[lang][some]
        some, places = some[shared], places[shared]
        weighed = weights[lang][some] * value[places]
        summed = np.bincount(owners[lang][some], weighed, minlength=len(found))
        return summed.astype(np.float64, copy=False)

    lengths = np.stack([entry.lengths for entry in found], axis=1)
    return scores(query, products, lengths, usual)


def _values(part: Weights) -> tuple[Tokens, Floats]:
    """Tokens of a text in order, and what a document's weight is multiplied by.

    The last is of no feature; it stands there so that each place has one.
    """
    asked = np.asarray([token(name) for name in part.features], np.uint64)
    order = np.argsort(asked)
    value = (part.values * part.idf)[order]
    end = np.asarray([np.iinfo(np.uint64).max], np.uint64)
    return np.concatenate([asked[order], end]), np.append(value, 0.0)
