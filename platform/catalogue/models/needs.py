"""Needs, and the visits and calls they were written up from."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, Organisation
from catalogue.enums import Channel, NeedState, Visibility
from catalogue.models.classifications import Industry, Theme
from catalogue.models.texts import EntryText
from design.localized import Localized
from lifecycle import clock
from lifecycle.identifiers import PublicIdField
from lifecycle.stateful import Stateful

BUDGET_LIMIT = 100_000_000_000


class Visit(models.Model):
    """A visit or a call by an officer, with the consent to write it up as a need."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="visits"
    )
    channel = models.CharField(
        _("how"),
        max_length=6,
        choices=[c for c in Channel.choices if c[0] != Channel.WEB],
        default=Channel.VISIT,
    )
    on = models.DateField(_("date"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits"
    )
    spoke_with = models.CharField(_("spoke with"), max_length=80)
    notes = models.TextField(_("notes, for the secretariat only"), blank=True)
    consent_by = models.CharField(_("consent given by"), max_length=80)
    consent_on = models.DateField(_("consent given on"))
    consent_text = models.CharField(_("what was agreed to"), max_length=300)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.on}"


class Need(Localized, Stateful):
    """A problem that somebody has, in their own words."""

    pack_id = models.SlugField(max_length=60, unique=True, null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=NeedState.choices, default=NeedState.DRAFT
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="needs",
        verbose_name=_("organisation"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
    )
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="needs"
    )
    title_ja = models.CharField(_("title"), max_length=80, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    summary_ja = EntryText(_("in one or two sentences"), blank=True)
    summary_en = EntryText(_("in one or two sentences (English)"), blank=True)
    background_ja = EntryText(_("what is the trouble"), blank=True)
    background_en = EntryText(_("what is the trouble (English)"), blank=True)
    wanted_ja = EntryText(_("how it should become"), blank=True)
    wanted_en = EntryText(_("how it should become (English)"), blank=True)
    conditions_ja = EntryText(_("conditions"), blank=True)
    conditions_en = EntryText(_("conditions (English)"), blank=True)
    budget_min = models.PositiveBigIntegerField(
        _("budget from (yen)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(BUDGET_LIMIT)],
    )
    budget_max = models.PositiveBigIntegerField(
        _("budget up to (yen)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(BUDGET_LIMIT)],
    )
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    kinds = models.JSONField(_("kind of help"), default=list, blank=True)
    industry = models.ForeignKey(
        Industry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("industry"),
    )
    themes = models.ManyToManyField(
        Theme, related_name="needs", blank=True, verbose_name=_("themes")
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("municipality"),
    )
    visibility = models.CharField(
        _("who may see it"),
        max_length=16,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )
    anonymous = models.BooleanField(_("withhold our name"), default=False)
    # For the secretariat alone: never matched, searched, quoted, exported or logged.
    competitors = models.TextField(
        _("competitors who must not be asked"), max_length=1000, blank=True
    )
    opened_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(default=clock.now)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(budget_min__isnull=True)
                | models.Q(budget_max__isnull=True)
                | models.Q(budget_max__gte=models.F("budget_min")),
                name="need_budget_range_in_order",
                violation_error_message=_(
                    "The upper end of the budget must not be below the lower end."
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.localized("title")) or self.public_id
