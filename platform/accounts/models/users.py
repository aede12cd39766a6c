"""The user: an e-mail address, no username."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from design.localized import Localized
from lifecycle import clock
from lifecycle.identifiers import PublicIdField

DEMONSTRATION_PREFIX = "demo_"


class UserManager(BaseUserManager["User"]):
    """Finds and makes users without regard to the case of the address."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user with this address."""
        return self.get(email__iexact=username)

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Make a user; the address is kept in lower case."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Make a technical administrator."""
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )


class User(Localized, AbstractBaseUser, PermissionsMixin):
    """A person who signs in."""

    public_id = PublicIdField()
    email = models.EmailField(_("e-mail address"))
    name_ja = models.CharField(_("name"), max_length=80, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    kana = models.CharField(_("reading (kana)"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("ja", "日本語"), ("en", "English")],
        default="ja",
    )
    is_staff = models.BooleanField(_("may enter the desk"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(default=clock.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_address")
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """Return the name in the reader's language, else the address's local part."""
        return str(self.localized("name")) or self.email.partition("@")[0]

    def get_short_name(self) -> str:
        """Return the name."""
        return self.get_full_name()

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles this person has in any organisation."""
        return frozenset(self.organisation_roles.values())

    @cached_property
    def organisation_roles(self) -> dict[int, str]:
        """The role this person has, by the organisation's primary key."""
        return dict(self.memberships.values_list("organisation_id", "role"))

    @cached_property
    def role(self) -> str:
        """The role that the log names: the one with the most authority."""
        order = (Role.SECRETARIAT, Role.OFFICER, Role.LIAISON, Role.MEMBER)
        return next((str(role) for role in order if role in self.roles), "")

    @property
    def is_demonstration(self) -> bool:
        """Whether this is an account of the demonstration region."""
        return self.email.startswith(DEMONSTRATION_PREFIX)
