"""The lists of the catalogue."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from web.lists import kinds
from web.lists.asked import read
from web.lists.kinds import ListKind
from web.lists.page import NoSuchPage, list_context
from web.readers import reader_of
from web.trails import trail


def list_view(kind: ListKind) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view of one list."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        """Show a page of the list; one that does not exist is a 404 that leads on."""
        path = reverse(kind.address)
        asked = read(path, request.GET, [facet.name for facet in kind.facets])
        try:
            context = list_context(kind, asked, reader_of(request))
        except NoSuchPage as missing:
            context = {"last_url": missing.last, "first_url": asked.address()}
            return render(request, "web/no_such_page.html", context, status=404)
        context["breadcrumbs"] = trail((kind.title, ""))
        return render(request, "web/list.html", context)

    return view


needs = list_view(kinds.NEEDS)
expertise = list_view(kinds.EXPERTISE)
researchers = list_view(kinds.RESEARCHERS)
organisations = list_view(kinds.ORGANISATIONS)
facilities = list_view(kinds.FACILITIES)
outcomes = list_view(kinds.OUTCOMES)
