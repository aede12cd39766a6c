"""Introductions, what each side answers, and what was consented to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from catalogue.models import Expertise, Need, Researcher
from curation.enums import (
    LIVE,
    AnswerState,
    DeclineReason,
    IntroductionState,
    Purpose,
    Side,
)
from lifecycle import clock
from lifecycle.stateful import Stateful
from recommendations.models import Pairing

# The table of consents and what its trigger calls it.
CONSENTS = ("curation_consent", "consents")


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    """Composable reads of introductions."""

    def live(self) -> "IntroductionQuerySet":
        """Those that still need somebody to do something."""
        return self.filter(state__in=LIVE)

    def with_case(self) -> "IntroductionQuerySet":
        """With both sides, the need and the offer, in a fixed number of queries."""
        return self.select_related(
            "asked_by",
            "pairing__need__organisation",
            "pairing__need__municipality",
            "pairing__need__industry",
            "pairing__expertise__organisation",
            "pairing__expertise__researcher",
        ).prefetch_related(
            models.Prefetch(
                "parties",
                Party.objects.select_related("organisation", "researcher"),
            )
        )


class Introduction(Stateful):
    """The secretariat asks both sides of a pairing whether they want to meet."""

    state = models.CharField(
        _("state"),
        max_length=20,
        choices=IntroductionState.choices,
        default=IntroductionState.ASKED,
    )
    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="introductions")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField(_("answer by"))
    note = models.TextField(_("a word to both sides"), blank=True)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing"],
                condition=models.Q(state__in=LIVE),
                name="one_live_introduction_per_pairing",
            )
        ]
        indexes = [models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return str(self.pairing)

    @property
    def case_id(self) -> str:
        """The case is the need's."""
        return self.need.public_id

    @property
    def need(self) -> Need:
        """The need that is answered."""
        return self.pairing.need

    @property
    def expertise(self) -> Expertise:
        """The offer that answers it."""
        return self.pairing.expertise

    @property
    def is_live(self) -> bool:
        """Whether it still needs somebody to do something."""
        return self.state in LIVE

    @property
    def was_agreed(self) -> bool:
        """Whether both sides said yes, whatever came of it later."""
        return all(p.state == AnswerState.ACCEPTED for p in self.parties.all())

    def party(self, side: str) -> "Party":
        """Return one side (without a query where ``parties`` was fetched before)."""
        return next(p for p in self.parties.all() if p.side == side)


class Party(Stateful):
    """One side of an introduction and its answer.

    ``with_liaison``: the institution's liaison office is asked (or has accepted as the
    institution's window); ``researcher`` then is the one whose work it is about.
    Afterwards ``researcher`` is who is asked. ``state_since`` tells since when the
    side has been asked. ``reason`` and ``note`` are for the secretariat and the
    matcher; the other side learns the reason only when ``may_tell`` is set.
    """

    introduction = models.ForeignKey(
        Introduction, models.PROTECT, related_name="parties"
    )
    side = models.CharField(max_length=5, choices=Side.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="introduced"
    )
    researcher = models.ForeignKey(
        Researcher, models.PROTECT, null=True, related_name="introduced"
    )
    with_liaison = models.BooleanField(default=False)
    state = models.CharField(
        _("answer"),
        max_length=20,
        choices=AnswerState.choices,
        default=AnswerState.WAITING,
    )
    reason = models.CharField(
        _("reason"), max_length=20, choices=DeclineReason.choices, blank=True
    )
    may_tell = models.BooleanField(_("the other side may be told"), default=False)
    note = models.TextField(_("note for the secretariat"), blank=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("side")
        verbose_name_plural = _("sides")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["introduction", "side"], name="one_party_per_side"
            )
        ]

    def __str__(self) -> str:
        return f"{self.introduction_id} {self.get_side_display()}"

    @property
    def case_id(self) -> str:
        """The case is the need's."""
        return self.introduction.case_id


class Consent(models.Model):
    """Who consented to what and when. Append-only, like the log.

    ``text`` is what they read when they consented, word for word. Where an office
    records a consent given by telephone, ``by`` is the officer and ``note`` says who
    gave it.
    """

    introduction = models.ForeignKey(
        Introduction, models.PROTECT, related_name="consents"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    text = models.TextField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="consents"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "purpose"], name="one_consent_per_party_and_purpose"
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_purpose_display()}"
