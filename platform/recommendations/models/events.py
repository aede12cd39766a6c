"""Matching events: who meets whom, when and where."""

from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from catalogue.models import Expertise, Need
from lifecycle.stateful import Stateful
from recommendations.enums import EventState


def number(label: Any, default: int, most: int) -> models.PositiveSmallIntegerField:
    """Return a field for a number from 1 to ``most``."""
    return models.PositiveSmallIntegerField(
        label,
        default=default,
        validators=[MinValueValidator(1), MaxValueValidator(most)],
    )


class MatchingEvent(Stateful):
    """An event for which needs and offers are brought together.

    Its meetings are a proposal of the machine; whoever follows it confirms it.
    ``absences`` maps a participant's key (``recommendations.participants``) to
    the slots, from 0, in which they are away. ``problem`` says, after a plan that
    could not be made, what clashes.
    """

    state = models.CharField(
        _("state"), max_length=20, choices=EventState.choices, default=EventState.DRAFT
    )
    title = models.CharField(_("name of the event"), max_length=120)
    on = models.DateField(_("date"))
    starts_at = models.TimeField(_("first meeting begins at"))
    minutes = number(_("minutes for each meeting"), 20, 240)
    slots = number(_("meetings one after another"), 6, 40)
    rooms = number(_("rooms or tables"), 3, 60)
    at_least = number(_("candidates for each need, at least"), 1, 20)
    at_most = number(_("candidates for each need, at most"), 3, 20)
    per_person = number(_("needs for each person, at most"), 3, 20)
    needs = models.ManyToManyField(Need, verbose_name=_("needs"), blank=True)
    offers = models.ManyToManyField(Expertise, verbose_name=_("offers"), blank=True)
    absences = models.JSONField(default=dict, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    problem = models.JSONField(default=dict, blank=True)
    waiting = models.PositiveIntegerField(default=0)
    proven = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("matching event")
        verbose_name_plural = _("matching events")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(at_most__gte=models.F("at_least")),
                name="event_candidates_in_order",
                violation_error_message=_(
                    "The most candidates must not be fewer than the least."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse meetings that would go on after midnight."""
        numbers = (self.on, self.starts_at, self.minutes, self.slots)
        # What is missing or wrong is told by itself.
        if any(value in (None, "") for value in numbers):
            return
        ends = self.begins(0) + timedelta(minutes=self.minutes * self.slots)
        if ends > make_aware(datetime.combine(self.on + timedelta(days=1), time())):
            raise ValidationError(
                {
                    "slots": _(
                        "The last meeting would end after midnight. Please begin "
                        "earlier, or plan fewer or shorter meetings."
                    )
                }
            )

    def begins(self, slot: int) -> datetime:
        """Return when a slot (from 0) begins."""
        first = make_aware(datetime.combine(self.on, self.starts_at))
        return first + timedelta(minutes=self.minutes * slot)


class Meeting(models.Model):
    """A need and an offer that meet at an event; slot and room count from 0."""

    event = models.ForeignKey(MatchingEvent, models.CASCADE, related_name="meetings")
    need = models.ForeignKey(Need, models.PROTECT, related_name="+")
    expertise = models.ForeignKey(Expertise, models.PROTECT, related_name="+")
    score = models.FloatField()
    evidence = models.JSONField(default=dict)
    slot = models.PositiveSmallIntegerField()
    room = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["slot", "room", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "slot", "room"], name="one_meeting_in_a_room_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.need} × {self.expertise}"
