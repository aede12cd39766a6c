"""Who enters the desk: whoever works for a municipality or for the secretariat."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef
from wagtail.models import GroupCollectionPermission, GroupPagePermission
from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from accounts.models import User
from accounts.rules import is_officer

ENTER = "wagtailadmin.access_admin"

# What a person may hold: where Django or Wagtail keeps it once it was read, the rows
# it is read from, and what they keep for somebody who holds nothing.
_PAGES = GroupPagePermission.objects
_COLLECTIONS = GroupCollectionPermission.objects
_HELD: tuple[tuple[str, Any, Any], ...] = (
    ("_user_perm_cache", Permission.objects.filter(user=OuterRef("pk")), set),
    ("_group_perm_cache", Permission.objects.filter(group__user=OuterRef("pk")), set),
    (
        PagePermissionPolicy.permission_cache_name,
        _PAGES.filter(group__user=OuterRef("pk")),
        _PAGES.none,
    ),
    (
        CollectionPermissionPolicy.permission_cache_name,
        _COLLECTIONS.filter(group__user=OuterRef("pk")),
        _COLLECTIONS.none,
    ),
)


class SignedIn(ModelBackend):
    """Reads who is signed in with what every page of the admin asks about them.

    One query brings the person, Wagtail's profile, and whether they hold any
    permission of their own, of their groups, for pages and for collections. What
    somebody does not hold is not asked for again; what they hold is read as ever.
    """

    def get_user(self, user_id: Any) -> User | None:
        """Return the person; ``None`` if there is none or they may not sign in."""
        held = {f"any{kept}": Exists(rows) for kept, rows, _ in _HELD}
        people = User.objects.select_related("wagtail_userprofile").annotate(**held)
        user = people.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        if not user.is_superuser:  # who may do everything, without holding it
            for kept, _, nothing in _HELD:
                if not getattr(user, f"any{kept}"):
                    setattr(user, kept, nothing())
        return user


class SignedInByAccount(SignedIn, AuthenticationBackend):
    """The same for those who sign in by any of their confirmed addresses."""


class OfficersEnter(BaseBackend):
    """Opens Wagtail's admin to officers by their role, whatever their groups say."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Grant the entrance alone; everything inside has rules of its own."""
        entering = perm == ENTER and isinstance(user_obj, User) and user_obj.is_active
        return entering and bool(is_officer(user_obj))
