"""Which documents say a word."""

from collections.abc import Sequence

import numpy as np

from matching.dictionary import held_by_all
from matching.documents import LANGS
from matching.index import Index
from matching.tables import encode
from matching.vectorizer import Integers


def numbers_saying(index: Index, features: Sequence[str]) -> Integers:
    """The documents of which a text in one language has all of these features."""
    if not features:
        return np.zeros(0, np.int64)
    base = index.base
    olds = base.features.find([encode(name) for name in features])
    news = index.recent.find(features)
    found = [
        held_by_all(matrix, columns.tolist()) + shift
        for lang in LANGS
        for matrix, columns, shift in (
            (base.postings[lang], olds, 0),
            (index.recent.rows[lang].T.tocsr(), news, len(base)),
        )
        if columns.min() >= 0
    ]
    numbers = np.unique(np.concatenate([np.zeros(0, np.int64), *found]))
    standing: Integers = numbers[index.alive[numbers]]
    return standing
