"""How close texts are to a question, beyond the words that they must have.

BM25 (Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework") over words
and over overlapping pairs of characters, added: words know what a text is about,
pairs how it is put, and where one errs the other often does not.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence

GRAMS_WEIGHT = 0.5
"""What a gram counts for beside a word: several of them make one."""

_K1 = 1.2
_B = 0.75


def closeness(texts: Sequence[Sequence[str]], terms: Collection[str]) -> list[float]:
    """Return the BM25 of each text for some terms, among these texts alone.

    A term that most of the texts have tells them apart little and counts little.

    Args:
        texts: each cut into terms.
        terms: what is looked for, each once.
    """
    wanted = frozenset(terms)
    counts = [Counter(filter(wanted.__contains__, text)) for text in texts]
    mean = sum(map(len, texts)) / max(len(texts), 1)
    scores = [0.0] * len(texts)
    for term in terms:
        having = sum(term in count for count in counts)
        weight = math.log(1 + (len(texts) - having + 0.5) / (having + 0.5))
        for at, (text, count) in enumerate(zip(texts, counts, strict=True)):
            if times := count[term]:
                length = _K1 * (1 - _B + _B * len(text) / mean)
                scores[at] += weight * times * (_K1 + 1) / (times + length)
    return scores
