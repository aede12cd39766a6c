"""What the matcher answers."""

from dataclasses import dataclass
from typing import Literal, TypedDict

from matching.bands import Band
from matching.details import Detail
from matching.evidence import Evidence, EvidenceJSON

Reason = Literal["empty", "too_short", "no_known_words", "nothing_above_floor"]
"""empty: no word at all. too_short: no word that tells it from other texts.
no_known_words: none of its words is in the catalogue. nothing_above_floor:
words are shared, but too few to propose anyone."""


class MatchJSON(EvidenceJSON):
    """A match with its evidence."""

    kind: str
    id: str


class SilenceJSON(TypedDict):
    """Why nothing is proposed, and what is missing from the text."""

    reason: Reason
    hints: list[Detail]


@dataclass(frozen=True, slots=True)
class Match:
    """A document that answers, with the reason why."""

    kind: str
    id: str
    score: float
    band: Band
    evidence: Evidence

    def as_json(self) -> MatchJSON:
        """Kind and id beside the evidence JSON."""
        return {"kind": self.kind, "id": self.id, **self.evidence.as_json()}


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing is proposed: `reason`, and in `hints` what the text leaves out."""

    reason: Reason
    hints: tuple[Detail, ...]

    def as_json(self) -> SilenceJSON:
        """Codes for the faces to word."""
        return {"reason": self.reason, "hints": list(self.hints)}


@dataclass(frozen=True, slots=True)
class Answer:
    """Matches, best first; or, if there is none, the silence that says why."""

    matches: tuple[Match, ...]
    silence: Silence | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A document of one kind beside one of another, and their score."""

    left: tuple[str, str]
    right: tuple[str, str]
    score: float
    band: Band
