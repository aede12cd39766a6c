"""What a score means, and below which nothing is proposed."""

from typing import Literal

Band = Literal["strong", "related", "partly"]

FLOOR = 0.05
"""Below it, what two texts share is what any two texts share."""
RELATED = 0.09
STRONG = 0.16
STRONG_WORDS = 3


def band(score: float, words: int = STRONG_WORDS) -> Band | None:
    """Band of a score between 0 and 1; None below the floor of silence.

    `words` is how many words the two texts share: fewer than `STRONG_WORDS`
    are a lead, however well they fit.
    """
    if score >= STRONG and words >= STRONG_WORDS:
        return "strong"
    if score >= RELATED:
        return "related"
    return "partly" if score >= FLOOR else None
