"""allauth's forms in our words: labels that stand above the box, no placeholders."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models.users import DEMONSTRATION_PREFIX

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("Password"),
    "password2": _("Password, once more"),
    "remember": _("Stay signed in on this device"),
    "code": _("Code from the e-mail"),
}


class Worded(forms.Form):
    """Puts our labels on allauth's fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Replace each label; a placeholder vanishes when one begins to type."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
        if "code" in self.fields:
            self.fields["code"].widget.attrs["autocapitalize"] = "characters"


class OwnAddress(Worded):
    """Refuses addresses that look like those of the demonstration's accounts."""

    def clean_email(self) -> str:
        """Return the address.

        Raises:
            ValidationError: it begins like a demonstration account's, which a real
                installation does not let in.
        """
        address: str = super().clean_email()  # type: ignore[misc]
        if address.startswith(DEMONSTRATION_PREFIX):
            raise forms.ValidationError(
                _(
                    "Addresses that begin with “%(prefix)s” are kept for the "
                    "demonstration. Please use another address."
                ),
                params={"prefix": DEMONSTRATION_PREFIX},
            )
        return address


class LoginForm(Worded, allauth_forms.LoginForm):
    """Sign in with address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave the way to a new password to the page itself."""
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class SignupForm(OwnAddress, allauth_forms.SignupForm):
    """Make an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say what the address is for."""
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("We send a code there to confirm it.")


class ChangeEmailForm(OwnAddress, allauth_forms.ChangeEmailForm):
    """Correct the address before it is confirmed."""


class AddEmailForm(OwnAddress, allauth_forms.AddEmailForm):
    """Change the address of an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say that it is the new one."""
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class ChangePasswordForm(Worded, allauth_forms.ChangePasswordForm):
    """Choose a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say that it is the new one."""
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("New password")


class SetPasswordForm(Worded, allauth_forms.SetPasswordForm):
    """Choose a first password."""


class ResetPasswordForm(Worded, allauth_forms.ResetPasswordForm):
    """Ask for a code, to choose a new password."""


class ResetPasswordKeyForm(Worded, allauth_forms.ResetPasswordKeyForm):
    """Choose the new password after the code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say that it is the new one."""
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")


class ReauthenticateForm(Worded, allauth_forms.ReauthenticateForm):
    """Give the password once more before something that needs care."""


class ConfirmAddressForm(Worded, allauth_forms.ConfirmEmailVerificationCodeForm):
    """Give the code that confirms an address."""


class ConfirmResetForm(Worded, allauth_forms.ConfirmPasswordResetCodeForm):
    """Give the code that lets one choose a new password."""
