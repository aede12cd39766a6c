"""Pairings, and the events at which many of them meet."""

from recommendations.models.events import MatchingEvent, Meeting
from recommendations.models.pairings import Pairing, PairingQuerySet

__all__ = ["MatchingEvent", "Meeting", "Pairing", "PairingQuerySet"]
