"""Whom the matcher would propose for a need, asked pair by pair.

The rule is that of `Matcher.match`; here it is asked about offers or needs that are
already chosen, against one unchanging state of the catalogue.
"""

from collections.abc import Collection, Sequence

import numpy as np

from matching.bands import FLOOR
from matching.documents import LANGS
from matching.index import Index
from matching.proposing import reached_by
from matching.ranking import DIGITS
from matching.saying import numbers_saying
from matching.vectorizer import Integers
from matching.weights import Weights

NEAR = FLOOR / 2
"""Asked from the other side, a pair scores the same but for lengths that have aged."""


def proposable(
    index: Index, weights: Sequence[Weights], numbers: Integers
) -> dict[int, float]:
    """Return those of some documents that would be proposed for a text, with scores.

    Args:
        index: the catalogue.
        weights: of the text that asks.
        numbers: of the documents in ``index``.
    """
    scores = np.round(index.scores(weights, numbers), DIGITS)
    near = scores >= FLOOR
    return {
        number: score
        for number, score in zip(
            numbers[near].tolist(), scores[near].tolist(), strict=True
        )
        if reached_by(index.strands(weights, number))
    }


def needs_reached_by(index: Index, public_id: str) -> list[str]:
    """Return the public ids of the needs for which an expertise would be proposed.

    None where the expertise is not matched. Only needs that share enough with it, or
    say a word that the dictionary links with one of its words, are asked.
    """
    number = index.number(("expertise", public_id))
    if number is None:
        return []
    needs = index.numbers(["need"])
    scores = index.scores(index.weights_of(number), needs)
    linked = np.intersect1d(needs, _linked_with(index, number))
    return [
        index.key(need)[1]
        for need in np.union1d(needs[scores >= NEAR], linked).tolist()
        if proposable(index, index.weights_of(need), np.asarray([number]))
    ]


def is_among_best(
    index: Index, need: str, expertise: str, others: Collection[str], most: int
) -> bool:
    """Return whether fewer than so many others answer a need better now.

    All by public id. What was written down of the others may have been scored when
    the catalogue was another.
    """
    asking = index.number(("need", need))
    keys = [("expertise", ident) for ident in (expertise, *others)]
    numbers = [number for key in keys if (number := index.number(key)) is not None]
    if asking is None:
        return False
    scores = proposable(index, index.weights_of(asking), np.asarray(sorted(numbers)))
    own = scores[numbers[0]]
    return sum(score > own for score in scores.values()) < most


def _linked_with(index: Index, number: int) -> Integers:
    """The documents that say a word for which the dictionary knows one of this one."""
    says = {name for lang in LANGS for name in index.said(number, lang)[0]}
    found = [
        numbers_saying(index, link.said)
        for link in index.dictionary.links
        if any(not says.isdisjoint(term.counted) for term in link.terms)
    ]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *found]))
