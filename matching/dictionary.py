"""Other words for what a text says: a dictionary's pairs, as features.

A text that asks is read as if it said the other word too, lightly: a document that has
the other word gets `PART` of what it would get if it had the text's own word, or if
the text itself had said the other word, whichever is less. The text's length stays its
own. What is added is not looked up again.

The other word counts as a whole: where it is cut into several (食品 廃棄物), its
compounds count and the words by themselves do not, since it is the term that is meant.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from itertools import chain

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix

from matching.analysis import analyse
from matching.tables import Lookup, encode
from matching.vectorizer import (
    Floats,
    Integers,
    TextVectorizer,
    inverse_frequency,
)
from matching.words import Kind, kind_of

PART = 0.5
"""What another word counts of what the text's own word would."""


@dataclass(frozen=True, slots=True)
class Link:
    """One word of the dictionary and what else it may be called.

    `name` is the feature that stands in evidence for both. A text says the word if it
    has all features of `said`; `terms` are the other words.
    """

    name: str
    said: tuple[str, ...]
    terms: tuple["Meant", ...]

    @property
    def places(self) -> tuple[str, ...]:
        """Those of the word's features that tell where it is written."""
        return _as_one(self.said)

    @property
    def features(self) -> Iterator[str]:
        """Those of the word and of all others."""
        return chain(self.said, *(term.whole for term in self.terms))


@dataclass(frozen=True, slots=True)
class Meant:
    """Another word: all its features, and those of them that count."""

    whole: tuple[str, ...]
    counted: tuple[str, ...]


class Dictionary:
    """Pairs of words by feature; never changed once made.

    Args:
        words: for each word or term, what it may be called as well. What has no word
            that tells it from others, on either side, is left out.
    """

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        """Cut all words."""
        found: dict[tuple[str, ...], dict[tuple[str, ...], None]] = {}
        names: dict[tuple[str, ...], str] = {}
        for word, others in words.items():
            said = cut(word)
            terms = [term for term in map(cut, others) if term and term != said]
            if said and terms:
                names.setdefault(said, Kind.OTHER + word)
                found.setdefault(said, {}).update(dict.fromkeys(terms))
        self.links = tuple(
            Link(names[said], said, tuple(Meant(term, _as_one(term)) for term in terms))
            for said, terms in found.items()
        )
        self._first: dict[str, list[Link]] = {}
        for link in self.links:
            self._first.setdefault(link.said[0], []).append(link)

    @cached_property
    def digest(self) -> str:
        """Eight characters that tell dictionaries apart; none without pairs."""
        if not self.links:
            return ""
        pairs = sorted((link.name, *map(repr, link.terms)) for link in self.links)
        return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()[:8]

    def said_in(self, features: Iterable[str]) -> list[Link]:
        """The links whose word a text with these features says."""
        held = frozenset(features)
        near = chain.from_iterable(self._first.get(name, ()) for name in held)
        found = [link for link in near if held.issuperset(link.said)]
        return sorted(found, key=lambda link: link.name)


def beside(
    links: Iterable[Link], tf: Mapping[str, float], idf: Mapping[str, float]
) -> dict[str, tuple[float, Link]]:
    """The features that links add to a text, each with its weight and its link.

    Args:
        links: those whose word the text says.
        tf: the text's own features and their weights, here as there without the idf.
            What the text says itself is not added.
        idf: of all features of text and links.
    """
    found: dict[str, tuple[float, Link]] = {}
    for link in links:
        row = np.asarray([[tf[name] for name in link.said]])
        for term in link.terms:
            [weights] = weights_beside(link, term, row, idf).tolist()
            for name, weight in zip(term.counted, weights, strict=True):
                if name not in tf and (name not in found or weight > found[name][0]):
                    found[name] = weight, link
    return found


def weights_beside(
    link: Link, term: Meant, tf: Floats, idf: Mapping[str, float]
) -> Floats:
    """What the features of another word weigh in texts that say a link's word.

    Args:
        link, term: the word and another for it.
        tf: text × feature of `link.said`, weights without the idf.
        idf: of all these features.

    Returns:
        text × feature of `term.counted`, weights without the idf.
    """
    roots = _roots(link.said)
    squares = np.asarray([idf[name] ** 2 for name in link.said])
    own = tf @ (roots * squares)
    # As if the text said the other word as often as its own.
    level = (tf / roots).min(axis=1)
    part = min(PART, 1 / len(link.terms))
    bounded = np.minimum(own, level * _mass(term.whole, idf))
    times = part * bounded / _mass(term.counted, idf)
    weights: Floats = times[:, np.newaxis] * _roots(term.counted)
    return weights


def rows_beside(
    dictionary: Dictionary,
    rows: csr_matrix,
    features: Lookup,
    frequencies: Integers,
    documents: int,
) -> csr_matrix:
    """What a dictionary adds to rows of weights without the idf, as such rows.

    Args:
        rows: text × feature; what they say themselves is not added.
        features: the feature of each column.
        frequencies: in how many of the `documents` each feature occurs.
    """
    names = sorted({name for link in dictionary.links for name in link.features})
    places = features.find([encode(name) for name in names])
    columns = dict(zip(names, places.tolist(), strict=True))
    # What no document has adds nothing, but tells how much its word means.
    counts = np.where(places >= 0, frequencies[places], 0)
    idf = inverse_frequency(counts, documents).tolist()
    idfs = dict(zip(names, idf, strict=True))
    by_column = rows.tocsc()
    found: list[tuple[Integers, Integers, Floats]] = []
    for link in dictionary.links:
        said = [columns[name] for name in link.said]
        if min(said) < 0:
            continue
        texts = held_by_all(by_column, said)
        if not texts.size:
            continue
        tf = np.column_stack([_values(by_column, column, texts) for column in said])
        for term in link.terms:
            weights = weights_beside(link, term, tf, idfs)
            for place, name in enumerate(term.counted):
                if (column := columns[name]) >= 0:
                    there = np.full(len(texts), column)
                    found.append((texts, there, weights[:, place]))
    return _highest(found, rows)


def held_by_all(matrix: csr_matrix | csc_matrix, places: Sequence[int]) -> Integers:
    """The indices that stand in all of these rows (of a CSC matrix: columns)."""
    ends = matrix.indptr
    spans = [matrix.indices[ends[place] : ends[place + 1]] for place in places]
    held: Integers = reduce(np.intersect1d, spans).astype(np.int64)
    return held


def _values(matrix: csc_matrix, column: int, rows: Integers) -> Floats:
    """What a column has in some rows, in all of which it has something."""
    span = slice(matrix.indptr[column], matrix.indptr[column + 1])
    values: Floats = matrix.data[span][np.searchsorted(matrix.indices[span], rows)]
    return values


def _highest(
    found: Sequence[tuple[Integers, Integers, Floats]], rows: csr_matrix
) -> csr_matrix:
    """These weights as a matrix, the highest of a place, none where rows have one."""
    if not found:
        return csr_matrix(rows.shape)
    texts, columns, weights = map(np.concatenate, zip(*found, strict=True))
    order = np.lexsort((-weights, columns, texts))
    texts, columns, weights = texts[order], columns[order], weights[order]
    first = np.ones(len(texts), np.bool_)
    first[1:] = (texts[1:] != texts[:-1]) | (columns[1:] != columns[:-1])
    first &= np.asarray(rows[texts, columns]).ravel() == 0
    places = (texts[first], columns[first])
    return csr_matrix((weights[first], places), shape=rows.shape)


def _mass(names: Sequence[str], idf: Mapping[str, float]) -> float:
    """What a word counts in a product, by its features."""
    weights = zip(_roots(names).tolist(), names, strict=True)
    return math.fsum((root * idf[name]) ** 2 for root, name in weights)


@lru_cache(maxsize=16_384)
def _roots(names: tuple[str, ...]) -> Floats:
    return TextVectorizer().kinds(names)


@lru_cache(maxsize=16_384)
def cut(word: str) -> tuple[str, ...]:
    """The features of a word; none where it tells nothing from others."""
    names = tuple(sorted(analyse(word).counts()))
    return names if any(kind_of(name) is Kind.WORD for name in names) else ()


def _as_one(names: Sequence[str]) -> tuple[str, ...]:
    """The features that tell a word as a whole: its compounds, if it has any."""
    compounds = tuple(name for name in names if kind_of(name) is Kind.COMPOUND)
    return compounds or tuple(names)


EMPTY = Dictionary({})
"""No pairs."""
