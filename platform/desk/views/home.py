"""Where staff arrive: at the queue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.home import HomeView

from accounts.rules import is_officer

_wagtails = require_admin_access(HomeView.as_view())


def home(request: HttpRequest) -> HttpResponse:
    """Lead the desk's people to the queue, everybody else to Wagtail's own page."""
    if is_officer(request.user):
        return redirect("desk:queue")
    response: HttpResponse = _wagtails(request)
    return response
