"""Which documents may be among the best for one text, while most postings are not read.

Few features of a text are in very many documents, and nearly all of the reading would
be for them, though each adds little. What they may add at most is added to every score:
whose bound does not reach the last of the best that are wanted, is not among them
("max score": Turtle and Flood 1995, "Query Evaluation: Strategies and Optimizations",
Information Processing and Management 31).
"""

from collections.abc import Sequence

import numpy as np

from matching.bands import FLOOR
from matching.documents import LANGS, Lang
from matching.index import Index
from matching.scoring import scores
from matching.vectorizer import Floats, Integers, TextVectorizer, least_worth
from matching.weights import Weights

REST = 0.05
"""What the features that are not read may add to a score of two usual texts."""
ROUNDING = 1e-9
"""By how much a bound may be below a score, both being rounded."""


def contenders(
    index: Index, query: Sequence[Weights], numbers: Integers, wanted: int
) -> Integers:
    """Those of some documents that may be among the `wanted` best above the floor."""
    if not query or numbers.size <= wanted:
        return numbers
    lengths = index.lengths.take(numbers, axis=1)

    def products(part: Weights, lang: Lang) -> Floats:
        if lang != part.lang:  # hardly any word
            return index.products(part, lang)[numbers]
        read, rest = _read(index, part)
        spoken = lengths[LANGS.index(lang)] > 0
        found: Floats = index.products(read, lang)[numbers] + rest * spoken
        return found

    bounds = scores(query, products, lengths, index.base.usual)
    highest = np.argpartition(bounds, -wanted)[-wanted:]
    last = max(index.scores(query, numbers[highest]).min(), FLOOR)
    found: Integers = numbers[bounds >= last - ROUNDING]
    return found


def _read(index: Index, part: Weights) -> tuple[Weights, float]:
    """The features of a language of a query to read beside texts in the same.

    And the most that the others add to a product: a document's weight, without the
    idf, is below the root of what its kind counts.
    """
    usual = index.base.usual[LANGS.index(part.lang)]
    ends = index.base.postings[part.lang].indptr
    work = np.where(part.columns >= 0, ends[part.columns + 1] - ends[part.columns], 0)
    adds = part.values * part.idf * TextVectorizer().kinds(part.features)
    often = least_worth(adds, work, REST * usual**2)
    return part.only(~often), float(adds[often].sum())
