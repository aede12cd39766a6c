"""One form, one row: however often it is sent."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from web.models import TOKEN_DIGITS, SentForm

FIELD = "form_token"


def new_token() -> str:
    """Return a token for a form that is about to be shown."""
    return secrets.token_urlsafe(24)


def token_of(data: Mapping[str, Any]) -> str:
    """Return the token a form was sent with, or a new one where it has none."""
    token = str(data.get(FIELD) or "")
    return token if 0 < len(token) <= TOKEN_DIGITS else new_token()


def made_by(token: str, user: User) -> str:
    """Return the public id of what this form has made already, or nothing."""
    row = SentForm.objects.filter(by=user, token=token).first()
    return row.made if row else ""


def make_once(token: str, user: User, make: Callable[[], str]) -> str:
    """Make something the first time a form is sent; the second time return it.

    Args:
        token: the form's.
        user: who sends it.
        make: makes it and returns its public id; what it raises undoes everything.

    Returns:
        The public id of what was made, now or before.

    Side effects: writes a ``SentForm`` that stays for a day.
    """
    with transaction.atomic():
        row, first = SentForm.objects.get_or_create(by=user, token=token)
        if not first and row.made:
            return row.made
        row.made = make()
        row.save(update_fields=["made"])
    return row.made
