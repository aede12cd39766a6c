"""The lists of the catalogue, and the search of everything."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from indexing.selectors import completions
from web.lists import kinds
from web.lists.asked import MOST_TYPED, read
from web.lists.kinds import ListKind
from web.lists.page import NoSuchPage, list_context
from web.readers import reader_of
from web.trails import trail

COMPLETED = {
    "title": pgettext_lazy("completion", "Title"),
    "keywords": pgettext_lazy("completion", "Keyword"),
    "people": pgettext_lazy("completion", "Name"),
}


def list_view(kind: ListKind) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view of one list."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        """Show a page of the list; one that does not exist is a 404 that leads on."""
        path = reverse(kind.address)
        asked = read(path, request.GET, [facet.name for facet in kind.conditions])
        try:
            context = list_context(kind, asked, reader_of(request))
        except NoSuchPage as missing:
            context = {"last_url": missing.last, "first_url": asked.address()}
            return render(request, "web/no_such_page.html", context, status=404)
        context["breadcrumbs"] = trail((kind.title, ""))
        if kind is kinds.EVERYTHING:
            context["complete_url"] = reverse("web:complete")
        return render(request, "web/list.html", context)

    return view


needs = list_view(kinds.NEEDS)
expertise = list_view(kinds.EXPERTISE)
researchers = list_view(kinds.RESEARCHERS)
organisations = list_view(kinds.ORGANISATIONS)
facilities = list_view(kinds.FACILITIES)
outcomes = list_view(kinds.OUTCOMES)
search = list_view(kinds.EVERYTHING)


@require_safe
@never_cache
def complete(request: HttpRequest) -> JsonResponse:
    """Answer titles, keywords and names that go on from what is being typed."""
    found = completions(
        request.GET.get("q", "")[:MOST_TYPED],
        reader=reader_of(request),
        lang=get_language() or "ja",
    )
    return JsonResponse(
        {
            "completions": [
                {"text": c.text, "kind": str(COMPLETED[c.field]), "lang": c.lang}
                for c in found
            ]
        }
    )
