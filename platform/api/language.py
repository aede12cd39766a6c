"""The API speaks the language that a client asks for; its addresses carry none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

View = Callable[..., HttpResponseBase]


def in_readers_language(view: View) -> View:
    """Let a view answer in the language of ``Accept-Language``.

    The site's own middleware reads the language from the address alone.
    """

    @wraps(view)
    def speaking(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        language = translation.get_language_from_request(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = view(request, *args, **options)
        response.headers["Content-Language"] = language
        return response

    return speaking
