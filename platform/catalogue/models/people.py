"""Researchers, where they work, what they wrote, and what keeps them from a case."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from catalogue.enums import ConflictKind
from catalogue.models.classifications import ReviewSection
from catalogue.models.texts import EntryText, EntryTexts
from design.localized import Localized
from lifecycle import clock
from lifecycle.identifiers import PublicIdField


class ResearcherQuerySet(models.QuerySet["Researcher"]):
    """Composable reads of researchers."""

    def listed(self) -> "ResearcherQuerySet":
        """Those who are shown to the public."""
        return self.filter(listed=True)


class Researcher(Localized, models.Model):
    """A person with expertise."""

    public_id = PublicIdField()
    pack_id = models.SlugField(max_length=60, unique=True, null=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="researcher",
    )
    name_ja = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    kana = models.CharField(_("reading (kana)"), max_length=80, blank=True)
    researchmap = models.SlugField(
        _("researchmap permalink"), max_length=60, blank=True
    )
    orcid = models.CharField(
        "ORCID",
        max_length=19,
        blank=True,
        validators=[
            RegexValidator(
                r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$",
                _("An ORCID iD looks like 0000-0002-1825-0097."),
            )
        ],
    )
    erad_number = models.CharField(_("e-Rad number"), max_length=8, blank=True)
    fields = models.ManyToManyField(
        ReviewSection, related_name="researchers", blank=True
    )
    keywords_ja = EntryTexts(_("keywords"), default=list, blank=True)
    keywords_en = EntryTexts(_("keywords (English)"), default=list, blank=True)
    summary_ja = EntryText(pgettext_lazy("of a researcher", "introduction"), blank=True)
    summary_en = EntryText(_("introduction (English)"), blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("open requests at most"), null=True, blank=True
    )
    listed = models.BooleanField(_("shown to the public"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    updated_at = models.DateTimeField(default=clock.now)

    objects = ResearcherQuerySet.as_manager()

    class Meta:
        verbose_name = _("researcher")
        verbose_name_plural = _("researchers")
        ordering = ["kana", "name_ja"]

    def __str__(self) -> str:
        return str(self.localized("name"))

    @property
    def case_id(self) -> str:
        """What is logged about a person stands under their own id."""
        return self.public_id


class Affiliation(Localized, models.Model):
    """Where a researcher works; the first one is the main one."""

    researcher = models.ForeignKey(
        Researcher, models.CASCADE, related_name="affiliations"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="affiliations"
    )
    department_ja = models.CharField(_("department"), max_length=120, blank=True)
    department_en = models.CharField(
        _("department (English)"), max_length=160, blank=True
    )
    position_ja = models.CharField(_("position"), max_length=60, blank=True)
    position_en = models.CharField(_("position (English)"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["researcher", "organisation"],
                name="one_affiliation_per_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.researcher} ({self.organisation})"


class Work(Localized, models.Model):
    """Something a researcher published."""

    researcher = models.ForeignKey(Researcher, models.CASCADE, related_name="works")
    title_ja = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ["-year", "pk"]

    def __str__(self) -> str:
        return str(self.localized("title"))


class Conflict(models.Model):
    """A researcher and an organisation that must not be brought together.

    ``until`` is the last day on which it counts; without one it counts for good.
    """

    researcher = models.ForeignKey(Researcher, models.CASCADE, related_name="conflicts")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="conflicts"
    )
    kind = models.CharField(
        pgettext_lazy("of a conflict", "kind"),
        max_length=12,
        choices=ConflictKind.choices,
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(
                fields=["researcher", "organisation"], name="one_conflict_per_pair"
            )
        ]

    def __str__(self) -> str:
        return f"{self.researcher} – {self.organisation}"


class OpenRequest(models.Model):
    """A request that a researcher has not finished with; counts against capacity.

    Written and removed by the actions of the floors above, which know what the
    request is; ``subject`` is its public id.
    """

    researcher = models.ForeignKey(
        Researcher, models.CASCADE, related_name="open_requests"
    )
    subject = models.CharField(max_length=10, unique=True)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("open request")
        verbose_name_plural = _("open requests")

    def __str__(self) -> str:
        return f"{self.researcher}: {self.subject}"
