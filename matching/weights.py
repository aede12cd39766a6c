"""What a text says and how much each word of it counts; what two texts share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from matching.dictionary import Link
from matching.documents import Lang
from matching.vectorizer import Floats, Integers


@dataclass(frozen=True, slots=True)
class Weights:
    """One language of a query: its features, their weights, its length.

    `columns` are the features' columns in the base and `fresh` those among what
    is recent, -1 for unknown ones. `length` counts unknown features as well, but not
    those that a dictionary adds: `linked` gives these with the name under which
    evidence knows them.
    """

    lang: Lang
    features: tuple[str, ...]
    columns: Integers
    fresh: Integers
    idf: Floats
    values: Floats
    length: float
    linked: Mapping[str, Link]

    def only(self, kept: NDArray[np.bool_]) -> "Weights":
        """Some of the features; the text is as long as it was."""
        return replace(
            self,
            features=tuple(compress(self.features, kept.tolist())),
            columns=self.columns[kept],
            fresh=self.fresh[kept],
            idf=self.idf[kept],
            values=self.values[kept],
        )

    def name_of(self, feature: str) -> str:
        """The name under which evidence knows a feature."""
        link = self.linked.get(feature)
        return link.name if link else feature


@dataclass(frozen=True, slots=True)
class Strand:
    """What a language of a query and one of a document share.

    `shares` is what each shared feature adds to the score of the two; what a
    dictionary added stands there under the name of its link.
    """

    left: Lang
    right: Lang
    shares: Mapping[str, float]
