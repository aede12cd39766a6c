"""A text carried over from the matcher's box, kept for a day behind a cookie."""

import hashlib
import secrets

from django.http import HttpRequest, HttpResponse

from lifecycle import clock
from web.models import KEPT_HOURS, KeptText

COOKIE = "kept_text"


def keep(request: HttpRequest, response: HttpResponse, text: str) -> KeptText:
    """Keep a text for a day, for whoever holds the cookie.

    The cookie is not the session's: signing up, in or out in between loses nothing.

    Side effects: replaces what the same browser kept before; sets the cookie.
    """
    drop(request)
    token = secrets.token_urlsafe(32)
    row = KeptText.objects.create(token_digest=_digest(token), text=text)
    response.set_cookie(
        COOKIE,
        token,
        max_age=KEPT_HOURS * 3600,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return row


def kept(request: HttpRequest) -> KeptText | None:
    """Return what this browser has kept, if it has not expired."""
    token = request.COOKIES.get(COOKIE)
    if not token:
        return None
    return KeptText.objects.filter(
        token_digest=_digest(token), expires_at__gt=clock.now()
    ).first()


def drop(request: HttpRequest, response: HttpResponse | None = None) -> None:
    """Delete what this browser has kept, and its cookie."""
    token = request.COOKIES.get(COOKIE)
    if token:
        KeptText.objects.filter(token_digest=_digest(token)).delete()
    if response is not None:
        response.delete_cookie(COOKIE, samesite="Lax")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
