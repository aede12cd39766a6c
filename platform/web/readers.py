"""Whose eyes a page is read with."""

from django.http import HttpRequest

from accounts.models import User


def reader_of(request: HttpRequest) -> User | None:
    """Return who is signed in; nobody for the public."""
    user = request.user
    return user if isinstance(user, User) and user.is_authenticated else None
