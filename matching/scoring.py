"""The scores of a query with documents, from what they share and how long they are."""

from collections.abc import Callable, Sequence

import numpy as np

from matching.documents import LANGS, Lang
from matching.lengths import compare
from matching.vectorizer import Floats
from matching.weights import Weights

Products = Callable[[Weights, Lang], Floats]
"""Of one language of a query with each document's text in a language."""


def scores(
    query: Sequence[Weights], products: Products, lengths: Floats, usual: Floats
) -> Floats:
    """Score of a query with each of some documents.

    Args:
        query: the languages that it speaks.
        products: asked for each of these and each language of the documents.
        lengths: of the documents' texts, language × document, 0 where there is none.
        usual: the mean length of a text of each language.
    """
    best = np.zeros(lengths.shape[1])
    own: list[tuple[Floats, float, Floats, float]] = []
    for part in query:
        ours = usual[LANGS.index(part.lang)].item()
        for lang, theirs, mean in zip(LANGS, lengths, usual.tolist(), strict=True):
            found = products(part, lang)
            if lang == part.lang:
                own.append((found, part.length, theirs, ours))
                continue
            across = np.flatnonzero(found)
            best[across] = np.maximum(
                best[across],
                compare(found[across], part.length, theirs[across], ours, mean),
            )
    if own:
        together, left, right, mean = own[0] if len(own) == 1 else _as_one(own)
        best = np.maximum(best, compare(together, left, right, mean, mean))
    return best


def _as_one(
    own: Sequence[tuple[Floats, float, Floats, float]],
) -> tuple[Floats, Floats, Floats, Floats]:
    """Languages taken as one text, of each those documents that speak it.

    Both sides of `own`, and what is returned: the products, the lengths of the query
    and of the documents, and the usual lengths.
    """
    together, left, right, mean = np.zeros((4, len(own[0][0])))
    for found, length, theirs, usual in own:
        spoken = theirs > 0
        together += found
        left += spoken * length**2
        right += theirs**2
        mean += spoken * usual**2
    return together, np.sqrt(left), np.sqrt(right), np.sqrt(mean)
