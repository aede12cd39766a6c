"""Error pages inside the site's frame, as far as there is one.

They must never fail themselves: where the frame cannot be read (the database is
down, the host is not ours), the page is rendered without it.
"""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

UNREADABLE, FORBIDDEN, NOT_FOUND, TOO_LARGE, FAILED = 400, 403, 404, 413, 500


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read; what is too large is told so."""
    if isinstance(exception, RequestDataTooBig):
        return _page(request, TOO_LARGE)
    # The host itself may be what cannot be trusted: no address is made from it.
    return _page(None, UNREADABLE)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer who may not open a page."""
    return _page(request, FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address that leads nowhere."""
    return _page(request, NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after a failure of our own."""
    try:
        return _page(request, FAILED)
    except Exception:  # what failed the request may fail its frame too
        return _page(None, FAILED)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose page had been open for too long."""
    return _page(request, FORBIDDEN, "403_csrf.html")


def _page(request: HttpRequest | None, status: int, template: str = "") -> HttpResponse:
    name = template or f"{status}.html"
    context: dict[str, Any] = {}
    return HttpResponse(render_to_string(name, context, request), status=status)
