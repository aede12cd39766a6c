"""Organisations, where they are, who belongs to them and with whom they are tied."""

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.checkdigits import (
    validate_corporate_number,
    validate_local_government_code,
)
from accounts.enums import (
    INSTITUTION_KINDS,
    InstrumentKind,
    OrganisationKind,
    PartnershipStatus,
    Role,
)
from design.localized import Localized
from lifecycle import clock
from lifecycle.identifiers import PublicIdField


class WebAddressField(models.URLField):
    """An address on the web; one typed without a scheme is read as https."""

    def formfield(self, **options: Any) -> Any:
        """Say so to the form field too."""
        return super().formfield(**({"assume_scheme": "https"} | options))

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Stand in migrations as the plain field that the database sees."""
        name, _path, args, options = super().deconstruct()
        return str(name), "django.db.models.URLField", list(args), dict(options)


class Municipality(Localized, models.Model):
    """A city, town or village of the region."""

    code = models.CharField(
        max_length=6, unique=True, validators=[validate_local_government_code]
    )
    name_ja = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    kana = models.CharField(max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(self.localized("name"))


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Composable reads of organisations."""

    def institutions(self) -> "OrganisationQuerySet":
        """Those that have researchers or students."""
        return self.filter(kind__in=INSTITUTION_KINDS)

    def listed(self) -> "OrganisationQuerySet":
        """Those that anyone may see: institutions and those that chose to be."""
        return self.filter(listed=True)


class Organisation(Localized, models.Model):
    """Anybody who posts, offers, supports or administers."""

    public_id = PublicIdField()
    pack_id = models.SlugField(max_length=60, unique=True, null=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    name_ja = models.CharField(_("official name"), max_length=120)
    name_en = models.CharField(_("official name (English)"), max_length=160, blank=True)
    short_ja = models.CharField(_("short name"), max_length=60, blank=True)
    short_en = models.CharField(_("short name (English)"), max_length=80, blank=True)
    kana = models.CharField(_("reading (kana)"), max_length=160, blank=True)
    corporate_number = models.CharField(
        _("corporate number"),
        max_length=13,
        blank=True,
        validators=[validate_corporate_number],
    )
    local_government_code = models.CharField(
        _("local government code"),
        max_length=6,
        blank=True,
        validators=[validate_local_government_code],
    )
    kakenhi_code = models.CharField(
        _("KAKENHI institution code"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^\d{5,7}$", _("A KAKENHI code has 5–7 digits."))],
    )
    ror = models.CharField(
        "ROR",
        max_length=9,
        blank=True,
        validators=[
            RegexValidator(
                r"^0[a-hj-km-np-tv-z0-9]{6}\d{2}$",
                _("A ROR id has nine characters and begins with 0."),
            )
        ],
    )
    url = WebAddressField(_("web site"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    listed = models.BooleanField(_("shown in the public list"), default=False)
    liaison_first = models.BooleanField(
        _("requests to researchers pass the liaison office"), default=True
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["kana", "name_ja"]
        constraints = [
            models.UniqueConstraint(
                fields=["corporate_number"],
                condition=~models.Q(corporate_number=""),
                name="one_organisation_per_corporate_number",
            )
        ]

    def __str__(self) -> str:
        return str(self.localized("name"))

    @property
    def case_id(self) -> str:
        """The public id under which the log keeps this organisation's steps."""
        return self.public_id

    @property
    def is_institution(self) -> bool:
        """Whether it has researchers or students."""
        return self.kind in INSTITUTION_KINDS


class Site(Localized, models.Model):
    """A place where an organisation is, in one municipality or outside the region."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sites")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="sites"
    )
    name_ja = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    address_ja = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("place", "site")
        verbose_name_plural = pgettext_lazy("place", "sites")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "municipality", "name_ja"],
                name="one_site_per_place_and_name",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.localized('name')}".strip()


class Membership(models.Model):
    """A person's role in an organisation."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], name="one_role_per_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}"


class Partnership(Localized, models.Model):
    """One municipality and one institution. A missing row means: not confirmed."""

    municipality = models.ForeignKey(
        Municipality,
        models.CASCADE,
        verbose_name=_("municipality"),
        related_name="partnerships",
    )
    institution = models.ForeignKey(
        Organisation,
        models.CASCADE,
        verbose_name=_("institution"),
        related_name="partnerships",
    )
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=PartnershipStatus.choices,
        default=PartnershipStatus.UNCONFIRMED,
    )
    source_ja = models.CharField(_("source"), max_length=200, blank=True)
    source_en = models.CharField(_("source (English)"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "institution"], name="one_partnership_per_pair"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality} × {self.institution}"


class Instrument(Localized, models.Model):
    """A document that a partnership rests on."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="instruments"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=InstrumentKind.choices)
    title_ja = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    renewal_ja = models.CharField(_("renewal"), max_length=120, blank=True)
    source_ja = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "title_ja"], name="one_instrument_per_title"
            )
        ]

    def __str__(self) -> str:
        return str(self.localized("title"))
