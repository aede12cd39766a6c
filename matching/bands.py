"""What a score means, and below which nothing is proposed.

The limits were measured (`benchmarks/calibration.py`): at most one in ten texts on
another subject reaches the floor, and of pairs graded by reading nine in ten are worth
introducing from "related" on, and fit well from "strong" on.
"""

from typing import Literal, NamedTuple

from matching.documents import Lang

Band = Literal["strong", "related", "partly"]


class Limits(NamedTuple):
    """The least score of each band."""

    partly: float
    related: float
    strong: float


LIMITS: dict[Lang, Limits] = {
    "ja": Limits(partly=0.05, related=0.08, strong=0.11),
    "en": Limits(partly=0.08, related=0.14, strong=0.18),
}
"""By language of what is compared; "ja" also where both texts are in both languages.
Texts in English alone share more, whatever they are about."""

FLOOR = min(limits.partly for limits in LIMITS.values())
"""Below it, in no language, is anything proposed."""

STRONG_WORDS = 3


def band(score: float, words: int = STRONG_WORDS, lang: Lang = "ja") -> Band | None:
    """Band of a score between 0 and 1; None below the floor of silence.

    `words` is how many words the two texts share: fewer than `STRONG_WORDS`
    are a lead, however well they fit.
    """
    limits = LIMITS[lang]
    if score >= limits.strong and words >= STRONG_WORDS:
        return "strong"
    if score >= limits.related:
        return "related"
    return "partly" if score >= limits.partly else None
