"""Pairings of a need and an offer."""

from recommendations.models.pairings import Pairing, PairingQuerySet

__all__ = ["Pairing", "PairingQuerySet"]
