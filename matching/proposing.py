"""What one unchanging index proposes for a text, and why."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from matching.analysis import language_of
from matching.bands import Band, band
from matching.base import Key
from matching.documents import Document, Field
from matching.errors import UnknownDocument
from matching.evidence import Evidence, Shared, explain
from matching.index import Index
from matching.linking import answering, asking
from matching.rankers import Ranker
from matching.reading import Parts
from matching.vectorizer import Counts
from matching.weights import Strand, Weights
from matching.words import tells

QUERY = "query"
"""The kind of a bare text that asks."""


def as_document(query: Document | str) -> Document:
    """A bare text as a document of one field. Raises `TextTooLong`."""
    if isinstance(query, Document):
        return query
    return Document("", QUERY, (Field("text", language_of(query), query),))


def weigh(index: Index, parts: Parts) -> list[Weights]:
    """The weights of each language that says anything."""
    weights = []
    for lang, passages in parts.items():
        counts: Counts = Counter(
            feature for passage in passages for feature, _, _ in passage.places
        )
        if counts:
            weights.append(index.weigh(lang, counts))
    return weights


def best(
    ranker: Ranker,
    index: Index,
    weights: Sequence[Weights],
    kinds: Sequence[str],
    limit: int,
    own: Key,
) -> list[tuple[Key, float]]:
    """The documents to propose and their scores, without the text's own.

    Raises `RankingError`.
    """
    found = (
        (key, score)
        for key, score in ranker.best(index, weights, kinds)
        if key != own
        # A cluster may still have what the catalogue no longer holds.
        and (number := index.number(key)) is not None
        and reached_by(index.strands(weights, number))
    )
    return list(islice(found, limit))


def number_of(index: Index, key: Key) -> int:
    """A document's number. Raises `UnknownDocument`."""
    number = index.number(key)
    if number is None:
        raise UnknownDocument(kind=key[0], id=key[1])
    return number


def with_links(parts: Parts, weights: Sequence[Weights]) -> Parts:
    """The sentences of a text with the dictionary's words in it, to be explained."""
    linked = {part.lang: part.linked for part in weights}
    return {lang: asking(parts[lang], links) for lang, links in linked.items()}


def evidence_for(
    index: Index, asked: Parts, weights: Sequence[Weights], number: int
) -> Evidence | None:
    """Evidence for a document, or None where there is no reason to propose it.

    `asked` are the sentences of the text by `with_links`: they are the same, and
    remember what was found in them, for all documents.
    """
    strands = index.strands(weights, number)
    reached = reached_by(strands)
    if reached is None:
        return None
    right = index.parts(weights, number)
    linked = {part.lang: part.linked for part in weights}
    shared = [
        Shared(
            asked[strand.left],
            answering(right[strand.right], linked[strand.left]),
            strand.shares,
        )
        for strand in strands
    ]
    return explain(shared, reached)


def reached_by(strands: Sequence[Strand]) -> Band | None:
    """The band of two documents that share this; None: they are not proposed.

    What only shares numbers and words that fit any subject never is.
    """
    shares = [share for strand in strands for share in strand.shares.items()]
    words = {feature for feature, _ in shares if tells(feature)}
    japanese = any(strand.left == strand.right == "ja" for strand in strands)
    score = math.fsum(share for _, share in shares)
    return band(score, len(words), "ja" if japanese else "en") if words else None
