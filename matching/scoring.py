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
    size = lengths.shape[1]
    together, left, right, mean = np.zeros((4, size))
    best = np.zeros(size)
    for part in query:
        for language, lang in enumerate(LANGS):
            found, theirs, own = (
                products(part, lang),
                lengths[language],
                usual[language],
            )
            if lang == part.lang:
                spoken = theirs > 0
                together += found
                left += spoken * part.length**2
                right += theirs**2
                mean += spoken * own**2
                continue
            across = np.flatnonzero(found)
            ours = usual[LANGS.index(part.lang)]
            best[across] = np.maximum(
                best[across],
                compare(
                    found[across],
                    np.full(len(across), part.length),
                    theirs[across],
                    np.full(len(across), ours),
                    np.full(len(across), own),
                ),
            )
    left, right, mean = np.sqrt(left), np.sqrt(right), np.sqrt(mean)
    jointly = compare(together, left, right, mean, mean)
    highest: Floats = np.maximum(best, jointly)
    return highest
