"""The frame around Wagtail's admin: who may not enter, and in which language."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from desk.access import ENTER

GetResponse = Callable[[HttpRequest], HttpResponse]


class Desk:
    """Refuses members and speaks to staff in the language of their account.

    Wagtail would send a member to the sign-in page, which sends those who are signed
    in back again. Addresses under /admin/ have no language of their own.
    """

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer members with 403; let visitors go on to the sign-in page."""
        if not request.path_info.startswith(reverse("wagtailadmin_home")):
            return None
        user = request.user
        if not isinstance(user, User):
            return None
        if not user.has_perm(ENTER):
            return render(request, "403.html", status=403)
        translation.activate(user.language)
        request.LANGUAGE_CODE = user.language
        return None
