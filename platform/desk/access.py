"""Who enters the desk: whoever works for a municipality or for the secretariat."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from accounts.models import User
from accounts.rules import is_officer

ENTER = "wagtailadmin.access_admin"


class OfficersEnter(BaseBackend):
    """Opens Wagtail's admin to officers by their role, whatever their groups say."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Grant the entrance alone; everything inside has rules of its own."""
        entering = perm == ENTER and isinstance(user_obj, User) and user_obj.is_active
        return entering and bool(is_officer(user_obj))
