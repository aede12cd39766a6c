"""Pairings, the events at which many of them meet, and what was learned of them."""

from recommendations.models.events import MatchingEvent, Meeting
from recommendations.models.learning import LearnedWeights
from recommendations.models.pairings import Pairing, PairingQuerySet

__all__ = [
    "LearnedWeights",
    "MatchingEvent",
    "Meeting",
    "Pairing",
    "PairingQuerySet",
]
