"""Pages read once; typed errors become pages; demonstration accounts stay out."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lifecycle.errors import RenkeiError
from lifecycle.memory import remembering

GetResponse = Callable[[HttpRequest], HttpResponse]


class ReadOnce:
    """Lets a request that changes nothing ask for the region's rules only once."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with remembering():
            return self.get_response(request)


class TypedErrors:
    """Answers an expected failure that no view handled with its own page."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Render a ``RenkeiError`` with its status; leave everything else alone."""
        if not isinstance(exception, RenkeiError):
            return None
        context = {"error": exception}
        return render(request, "web/typed_error.html", context, status=exception.status)


class RefuseDemonstrationAccounts:
    """Ends the session of an account whose password is printed at the first start."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign a demonstration account out before anything else sees it."""
        user = getattr(request, "user", None)
        if user is not None and getattr(user, "is_demonstration", False):
            logout(request)
            return render(request, "403.html", status=403)
        return self.get_response(request)
