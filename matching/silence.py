"""Where the matcher has nothing to go on, and says so."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from matching.answers import Reason, Silence
from matching.base import Key, names_of
from matching.details import missing_details
from matching.documents import Document, Lang
from matching.index import Index
from matching.reading import Parts, read
from matching.vectorizer import Integers
from matching.weights import Weights
from matching.words import Kind, kind_of

Bare = Literal["empty", "too_short"]


def silence(
    text: Document,
    parts: Parts,
    index: Index,
    weights: Sequence[Weights],
    candidates: Integers,
) -> Silence:
    """Why nothing is proposed for a text, and which details it leaves out.

    `candidates` are the documents that might have been: what the others say is not
    told, not even whether a word stands in them.
    """
    reason: Reason
    if bare := _bareness(text, parts):
        reason = bare
    elif not index.scores([_telling(part) for part in weights], candidates).any():
        reason = "no_known_words"
    else:
        reason = "nothing_above_floor"
    return Silence(reason, missing_details([field.text for field in text.fields]))


def bare_documents(index: Index, kinds: Sequence[str]) -> dict[Key, Bare]:
    """The documents of these kinds that no text can ever find, and why.

    They have no word that tells them from others: what only shares numbers, affixes
    and words that fit anything is never proposed.
    """
    olds = names_of(range(len(index.base.features)), index.base.features)
    news = list(index.recent.columns)[: index.recent.width]
    tells = np.concatenate(
        [_told(index.base.rows, olds), _told(index.recent.rows, news)]
    )
    numbers = index.numbers(kinds)
    found: dict[Key, Bare] = {}
    for number in numbers[~tells[numbers]].tolist():
        document = index.document(number)
        bare = _bareness(document, read(document))
        found[index.key(number)] = bare or "too_short"
    return found


def _telling(part: Weights) -> Weights:
    """Only what tells one text from others, a dictionary's words among it."""
    kept = [_tells((name,)) or name in part.linked for name in part.features]
    return part.only(np.asarray(kept, np.bool_))


def _bareness(text: Document, parts: Parts) -> Bare | None:
    """Why a text tells nothing; None where it has a word that tells something."""
    if not any(char.isalnum() for field in text.fields for char in field.text):
        return "empty"
    if not any(_tells(said.spans) for lang in parts.values() for said in lang):
        return "too_short"
    return None


def _tells(features: Iterable[str]) -> bool:
    """Whether there is more than numbers, affixes and words that fit anything."""
    return any(kind_of(feature) is Kind.WORD for feature in features)


def _told(
    rows: Mapping[Lang, csr_matrix], features: Sequence[str]
) -> NDArray[np.bool_]:
    """Whether each row has a word, in one language or another."""
    words = np.asarray([kind_of(name) is Kind.WORD for name in features], np.float64)
    told: NDArray[np.bool_] = sum(part @ words for part in rows.values()) > 0
    return told
