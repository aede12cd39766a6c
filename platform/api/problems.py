"""Errors as problem details (RFC 9457)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from lifecycle.errors import RenkeiError
from matching import TextTooLong

MEDIA_TYPE = "application/problem+json"


class BadParameter(RenkeiError):
    """A query parameter is unknown, or its value is."""

    code = "bad_parameter"

    def __init__(self, parameter: str, detail: str) -> None:
        """Name the parameter and say what it may be."""
        super().__init__(detail.replace("%", "%%"), parameter=parameter)


class NoSuchPage(RenkeiError):
    """The page lies past the last one."""

    code = "no_such_page"
    status = 404


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an expected error into a response; ``None`` leaves it to the server.

    The body has type, title, status, detail and code, and where they apply
    ``parameter`` and ``errors`` (field → messages).
    """
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, RenkeiError):
        more = {k: v for k, v in error.data.items() if k == "parameter"}
        return _response(error.status, error.code, str(error), more)
    if isinstance(error, TextTooLong):
        detail = _("The text is longer than 50,000 characters. Please shorten it.")
        return _response(413, "text_too_long", detail, {})
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    more = {}
    detail = str(error.detail)
    if isinstance(error, exceptions.ValidationError):
        more = {"errors": error.detail}
        detail = _("Some fields are missing or wrong; see “errors”.")
    response = _response(error.status_code, error.default_code, detail, more)
    wait = getattr(error, "wait", None)
    if wait is not None:
        response["Retry-After"] = str(int(wait) + 1)
    return response


def _response(status: int, code: str, detail: str, more: dict[str, Any]) -> Response:
    body = {
        "type": "about:blank",
        "title": TITLES.get(status, "Error"),
        "status": status,
        "code": code,
        "detail": detail,
    }
    return Response(body | more, status=status, content_type=MEDIA_TYPE)


TITLES = {
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    429: "Too Many Requests",
    503: "Service Unavailable",
}
