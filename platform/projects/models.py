"""Joint projects: who takes part, on what terms, what is done by when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from catalogue.models import Need, Outcome, Researcher
from curation.enums import Side
from curation.models import Introduction
from design.localized import Localized
from lifecycle import clock
from lifecycle.stateful import Stateful
from projects.enums import AgreementKind, ProjectState


class ProjectQuerySet(models.QuerySet["Project"]):
    """Composable reads of projects."""

    def with_sides(self) -> "ProjectQuerySet":
        """With result, need and offer, in one query."""
        return self.select_related(
            "outcome",
            "introduction__pairing__need__organisation",
            "introduction__pairing__need__municipality",
            "introduction__pairing__expertise__organisation",
            "introduction__pairing__expertise__researcher",
        )

    def with_case(self) -> "ProjectQuerySet":
        """With need, offer, agreements and milestones, in a fixed number of queries."""
        return self.with_sides().prefetch_related(
            "agreements", "milestones", "introduction__parties"
        )


class Project(Localized, Stateful):
    """What the two sides of an introduction do together."""

    state = models.CharField(
        _("state"),
        max_length=20,
        choices=ProjectState.choices,
        default=ProjectState.PREPARING,
    )
    introduction = models.OneToOneField(
        Introduction, models.PROTECT, related_name="project"
    )
    title_ja = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(default=clock.now)
    outcome = models.OneToOneField(
        Outcome, models.PROTECT, null=True, blank=True, related_name="project"
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint project")
        verbose_name_plural = _("joint projects")
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["state", "state_since"])]

    def __str__(self) -> str:
        return str(self.localized("title"))

    @property
    def case_id(self) -> str:
        """The case is the need's."""
        return self.introduction.case_id

    @property
    def need(self) -> Need:
        """The need that the project answers."""
        return self.introduction.need

    @property
    def may_begin(self) -> bool:
        """Whether an agreement is signed, or none is confirmed to be needed."""
        return any(agreement.is_settled for agreement in self.agreements.all())


class Participant(models.Model):
    """An organisation, and its researcher, that takes part in a project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="participants")
    side = models.CharField(max_length=5, choices=Side.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="participations"
    )
    researcher = models.ForeignKey(
        Researcher, models.PROTECT, null=True, related_name="participations"
    )

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation"],
                name="one_participant_per_organisation",
            )
        ]

    def __str__(self) -> str:
        return str(self.researcher or self.organisation)


class Agreement(models.Model):
    """On what terms the two sides work: applied for, signed, or not needed.

    That none is needed is for the liaison office to say: ``confirmed_by_name`` is who
    said it there, ``confirmed_by`` who recorded it.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="agreements")
    kind = models.CharField(_("kind"), max_length=24, choices=AgreementKind.choices)
    applied_on = models.DateField(_("applied for on"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    document_no = models.CharField(_("document number"), max_length=60, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    confirmed_by_name = models.CharField(_("confirmed by"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind"], name="one_agreement_per_kind"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_settled(self) -> bool:
        """Whether work may begin on its ground."""
        if self.kind == AgreementKind.NONE_NEEDED:
            return self.confirmed_on is not None
        return self.signed_on is not None


class Milestone(Localized, models.Model):
    """Something to be reached by a day."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones")
    title_ja = models.CharField(_("what is to be reached"), max_length=120)
    title_en = models.CharField(
        _("what is to be reached (English)"), max_length=200, blank=True
    )
    due_on = models.DateField(_("to be reached by"), null=True, blank=True)
    done_on = models.DateField(_("reached on"), null=True, blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "title_ja"], name="one_milestone_per_title"
            )
        ]

    def __str__(self) -> str:
        return str(self.localized("title"))
