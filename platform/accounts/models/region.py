"""The region that this installation serves: names, rules and calendar as data."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import FirstReader
from accounts.models.organisations import Organisation
from design.localized import Localized


class Region(Localized, models.Model):
    """The one row that says which region this is; loaded from its pack."""

    name_ja = models.CharField(_("name of the site"), max_length=80)
    name_en = models.CharField(_("name of the site (English)"), max_length=80)
    area_ja = models.CharField(_("word for the area"), max_length=20)
    area_en = models.CharField(_("word for the area (English)"), max_length=40)
    municipality_word_ja = models.CharField(_("word for municipalities"), max_length=20)
    municipality_word_en = models.CharField(
        _("word for municipalities (English)"), max_length=40
    )
    secretariat = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    phone = models.CharField(_("telephone"), max_length=30)
    email = models.EmailField(_("e-mail address"))
    office_hours_ja = models.CharField(_("office hours"), max_length=80)
    office_hours_en = models.CharField(_("office hours (English)"), max_length=80)
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("Write it as #rrggbb."))],
    )
    demo = models.BooleanField(_("demonstration"), default=False)
    first_reader = models.CharField(
        _("who reads a need first"), max_length=12, choices=FirstReader.choices
    )
    partner_head_start_days = models.PositiveSmallIntegerField(
        _("working days by which partners are asked earlier"), default=0
    )
    reminder_working_days = models.PositiveSmallIntegerField(
        _("working days until a reminder"), default=5
    )
    lapse_working_days = models.PositiveSmallIntegerField(
        _("working days until a request lapses"), default=10
    )
    need_expiry_months = models.PositiveSmallIntegerField(
        _("months that a need without a deadline stays open"), default=6
    )
    researcher_capacity = models.PositiveSmallIntegerField(
        _("open requests per researcher"), default=3
    )
    small_cell = models.PositiveSmallIntegerField(
        _("fewest firms of one place and industry that hide each other"), default=3
    )

    approvals = models.JSONField(
        _("steps that need a second person's approval"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("region")

    def __str__(self) -> str:
        return str(self.localized("name"))


class ClosedDays(Localized, models.Model):
    """Days on which the offices of the region do not work, besides public holidays."""

    starts_on = models.DateField()
    ends_on = models.DateField()
    name_ja = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("closed days")
        verbose_name_plural = _("closed days")
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["starts_on", "name_ja"], name="one_closure_per_start"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="closure_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.localized('name')} {self.starts_on}–{self.ends_on}"
