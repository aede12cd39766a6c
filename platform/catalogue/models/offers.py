"""What can be offered: expertise and shared facilities."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from catalogue.enums import OfferState
from catalogue.models.classifications import ReviewSection, Theme
from catalogue.models.people import Researcher
from catalogue.models.texts import EntryText, EntryTexts
from design.localized import Localized
from lifecycle import clock
from lifecycle.stateful import Stateful


class Offer(Localized, Stateful):
    """What expertise and facilities have in common."""

    pack_id = models.SlugField(max_length=60, unique=True, null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=OfferState.choices, default=OfferState.DRAFT
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    title_ja = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    summary_ja = EntryText(_("summary"), blank=True)
    summary_en = EntryText(_("summary (English)"), blank=True)
    body_ja = EntryText(_("description"), blank=True)
    body_en = EntryText(_("description (English)"), blank=True)
    themes = models.ManyToManyField(
        Theme, related_name="%(class)ss", blank=True, verbose_name=_("themes")
    )
    keywords_ja = EntryTexts(_("keywords"), default=list, blank=True)
    keywords_en = EntryTexts(_("keywords (English)"), default=list, blank=True)
    published_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(default=clock.now)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.localized("title"))


class Expertise(Offer):
    """What a researcher or an organisation can do."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="expertise",
        verbose_name=_("organisation"),
    )
    researcher = models.ForeignKey(
        Researcher,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="expertise",
        verbose_name=_("researcher"),
    )
    uses_ja = EntryTexts(_("uses"), default=list, blank=True)
    uses_en = EntryTexts(_("uses (English)"), default=list, blank=True)
    maturity = models.PositiveSmallIntegerField(
        _("maturity (TRL 1–9)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    fields = models.ManyToManyField(
        ReviewSection, related_name="expertise", blank=True, verbose_name=_("fields")
    )

    class Meta:
        verbose_name = _("expertise")
        verbose_name_plural = _("expertise")
        ordering = ["-published_at", "-pk"]


class Facility(Offer):
    """Equipment that others may use."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="facilities",
        verbose_name=_("organisation"),
    )
    how_to_use_ja = EntryText(_("how to use it"), blank=True)
    how_to_use_en = EntryText(_("how to use it (English)"), blank=True)
    fee_ja = models.CharField(_("fee"), max_length=200, blank=True)
    fee_en = models.CharField(_("fee (English)"), max_length=200, blank=True)
    remote = models.BooleanField(_("can be used remotely"), default=False)

    class Meta:
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        ordering = ["-published_at", "-pk"]
