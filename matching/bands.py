"""What a score means, and below which nothing is proposed."""

from typing import Literal

Band = Literal["strong", "related", "partly"]

FLOOR = 0.04
RELATED = 0.10
STRONG = 0.20


def band(score: float) -> Band | None:
    """Band of a score between 0 and 1; None below the floor of silence."""
    if score >= STRONG:
        return "strong"
    if score >= RELATED:
        return "related"
    return "partly" if score >= FLOOR else None
