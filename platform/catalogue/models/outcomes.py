"""What came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from catalogue.enums import OutcomeState
from catalogue.models.classifications import Theme
from catalogue.models.needs import Need
from catalogue.models.texts import EntryText
from design.localized import Localized
from lifecycle import clock
from lifecycle.stateful import Stateful


class Outcome(Localized, Stateful):
    """A result of a project, or a good practice entered directly."""

    pack_id = models.SlugField(max_length=60, unique=True, null=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=OutcomeState.choices,
        default=OutcomeState.DRAFT,
    )
    need = models.ForeignKey(
        Need, models.PROTECT, null=True, blank=True, related_name="outcomes"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name=_("municipality"),
    )
    themes = models.ManyToManyField(
        Theme, related_name="outcomes", blank=True, verbose_name=_("themes")
    )
    title_ja = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    summary_ja = EntryText(_("summary"), blank=True)
    summary_en = EntryText(_("summary (English)"), blank=True)
    challenge_ja = EntryText(_("the problem"), blank=True)
    challenge_en = EntryText(_("the problem (English)"), blank=True)
    approach_ja = EntryText(_("what was done"), blank=True)
    approach_en = EntryText(_("what was done (English)"), blank=True)
    result_ja = EntryText(_("what came of it"), blank=True)
    result_en = EntryText(_("what came of it (English)"), blank=True)
    next_ja = EntryText(_("what comes next"), blank=True)
    next_en = EntryText(_("what comes next (English)"), blank=True)
    published_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(default=clock.now)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return str(self.localized("title"))

    @property
    def case_id(self) -> str:
        """The case is the need's, where there is one."""
        return self.need.public_id if self.need else self.public_id
