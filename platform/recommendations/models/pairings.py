"""Pairings: one need beside one offer, with the evidence for it."""

from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from catalogue.models import Expertise, Need
from lifecycle import clock
from lifecycle.models import LogEntry
from lifecycle.stateful import Stateful
from recommendations.digests import LENGTH, text_digest
from recommendations.enums import PairingState


class PairingQuerySet(models.QuerySet["Pairing"]):
    """Composable reads of pairings."""

    def suggested(self) -> "PairingQuerySet":
        """The read model: rows that the matcher may rewrite or drop."""
        return self.filter(state=PairingState.SUGGESTED)

    def decided(self) -> "PairingQuerySet":
        """The record: rows that somebody decided about, never rewritten."""
        return self.exclude(state=PairingState.SUGGESTED)

    def best_first(self) -> "PairingQuerySet":
        """By standing: the score times what was learned."""
        return self.order_by((F("score") * F("factor")).desc(), "pk")

    def with_reasons(self) -> "models.QuerySet[Any]":
        """Each with the coded ``reason`` of the last step taken with it, if it has one.

        Why it was dismissed; or, of one that is on the shortlist again, what whoever
        was asked said of the two texts.
        """
        logged = LogEntry.objects.filter(
            subject_type=self.model._meta.label_lower,
            subject_id=OuterRef("public_id"),
        ).order_by("-at", "-pk")
        return self.annotate(reason=Subquery(logged.values("reason")[:1]))


class Pairing(Stateful):
    """One need and one expertise, as the matcher scored them.

    While ``suggested`` it is a read model. From the first decision on it is a record:
    score, rank, band, version, evidence and digests stay as they were when somebody
    decided, and ``text_changed`` tells that a text is no longer the one they read.
    """

    state = models.CharField(
        _("state"),
        max_length=20,
        choices=PairingState.choices,
        default=PairingState.SUGGESTED,
    )
    need = models.ForeignKey(Need, models.PROTECT, related_name="pairings")
    expertise = models.ForeignKey(Expertise, models.PROTECT, related_name="pairings")
    score = models.FloatField(_("score"))
    # What was learned from decisions, where weights are in use; see matching.learning.
    factor = models.FloatField(default=1.0)
    band = models.CharField(max_length=8)
    rank = models.PositiveSmallIntegerField(_("rank"))
    matcher_version = models.CharField(max_length=20)
    evidence = models.JSONField(default=dict)
    need_digest = models.CharField(max_length=LENGTH)
    expertise_digest = models.CharField(max_length=LENGTH)
    updated_at = models.DateTimeField(default=clock.now)

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        ordering = [(F("score") * F("factor")).desc(), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "expertise"], name="one_pairing_per_need_and_expertise"
            )
        ]
        indexes = [models.Index(fields=["state", "state_since"])]

    def __str__(self) -> str:
        return f"{self.need} × {self.expertise}"

    @property
    def case_id(self) -> str:
        """The case is the need's."""
        return self.need.public_id

    @property
    def text_changed(self) -> bool:
        """Whether the need or the expertise reads differently since the match."""
        return (
            text_digest(self.need) != self.need_digest
            or text_digest(self.expertise) != self.expertise_digest
        )
