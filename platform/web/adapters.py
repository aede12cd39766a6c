"""How sign-in fits into the site."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User

_TRY_LATER = _("There were too many attempts. Please wait a few minutes and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own ways, in our words and with the reader's language."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _(
            "This account is closed. Please ask the secretariat if you need it."
        ),
        "duplicate_email": _("This is your present address already."),
        "email_password_mismatch": _(
            "Address and password do not fit together. Please check both, or choose a "
            "new password."
        ),
        "email_taken": _(
            "This address belongs to an account already. Please use another one."
        ),
        "enter_current_password": _(
            "This is not your present password. Please try again."
        ),
        "incorrect_code": _(
            "This is not the code we sent. Please copy it from the latest e-mail."
        ),
        "incorrect_password": _("This is not your password. Please try again."),
        "max_email_addresses": _("An account has one address only."),
        "too_many_login_attempts": _TRY_LATER,
        "same_as_current": _("This is the present one. Please enter another one."),
        "rate_limited": _TRY_LATER,
    }

    def save_user(
        self, request: HttpRequest, user: User, form: Any, commit: bool = True
    ) -> User:
        """Save a new user, who is written to in the language of this page."""
        user.language = (get_language() or "ja")[:2]
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """After the first sign-in one says whom one works for."""
        return reverse("web:my_organisation")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """After a new password the account's page."""
        return reverse("web:my_account")
