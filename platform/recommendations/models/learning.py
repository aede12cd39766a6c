"""Weights that were learned from decisions, each version kept."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifecycle import clock
from lifecycle.stateful import Stateful
from recommendations.enums import WeightsState


class LearnedWeights(Stateful):
    """One version: what it weighs, from how much it was learned, how well it orders.

    ``weights`` are those of ``matching.learning``; ``before`` and ``after`` are the
    parts of pairs in the right order without and with such weights. At most one
    version is in use.
    """

    state = models.CharField(
        _("state"),
        max_length=20,
        choices=WeightsState.choices,
        default=WeightsState.PROPOSED,
    )
    created_at = models.DateTimeField(default=clock.now)
    weights: Any = models.JSONField(default=dict)
    decisions = models.PositiveIntegerField()
    needs = models.PositiveIntegerField()
    pairs = models.PositiveIntegerField()
    before = models.FloatField()
    after = models.FloatField()

    class Meta:
        verbose_name = _("learned weights")
        verbose_name_plural = _("learned weights")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(
                    state__in=[WeightsState.USED, WeightsState.PROPOSED]
                ),
                name="one_version_of_weights_used_and_one_proposed",
            )
        ]

    def __str__(self) -> str:
        return self.public_id
