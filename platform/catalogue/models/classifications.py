"""Themes of the region, industries (JSIC) and fields (KAKENHI review sections)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.enums import IndustryLevel, SectionLevel
from design.localized import Localized


class Theme(Localized, models.Model):
    """A priority of the region."""

    slug = models.SlugField(max_length=30, unique=True)
    number = models.PositiveSmallIntegerField(unique=True)
    name_ja = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100)
    summary_ja = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.localized("name"))


class Industry(Localized, models.Model):
    """A group of the Japan Standard Industrial Classification, revision 14."""

    code = models.CharField(max_length=4, unique=True)
    level = models.CharField(max_length=6, choices=IndustryLevel.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children"
    )
    name_ja = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.localized("name"))

    @property
    def major(self) -> "Industry":
        """The top group that this one belongs to."""
        return self.parent.major if self.parent else self


class ReviewSection(Localized, models.Model):
    """A KAKENHI review section; a basic one may stand under several medium ones."""

    code = models.CharField(max_length=5, unique=True)
    level = models.CharField(max_length=6, choices=SectionLevel.choices)
    parents = models.ManyToManyField(
        "self", symmetrical=False, related_name="children", blank=True
    )
    name_ja = models.CharField(max_length=160)
    name_en = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("review section")
        verbose_name_plural = _("review sections")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.localized("name"))
