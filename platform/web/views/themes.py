"""The region's themes, each with what stands under it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from catalogue.enums import NeedState
from catalogue.models import Theme
from catalogue.selectors.visibility import (
    visible_expertise,
    visible_needs,
    visible_outcomes,
)
from web.lists import items
from web.readers import reader_of
from web.trails import trail

# So many stand on the page itself; the lists have them all.
SHOWN = 5


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """Show the themes of the region."""
    context = {
        "themes": Theme.objects.all(),
        "breadcrumbs": trail((gettext("Themes"), "")),
    }
    return render(request, "web/themes.html", context)


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the newest needs, expertise and results of a theme."""
    this = get_object_or_404(Theme, slug=slug)
    reader = reader_of(request)
    needs = visible_needs(reader).filter(themes=this, state=NeedState.OPEN).distinct()
    offers = visible_expertise(reader).filter(themes=this).distinct()
    results = visible_outcomes(reader).filter(themes=this).distinct()
    here = f"?theme={this.slug}"
    context = {
        "theme": this,
        "needs": items.needs_briefly(
            needs.select_related(
                "organisation", "municipality", "industry__parent__parent__parent"
            )[:SHOWN],
            reader,
        ),
        "offers": items.expertise_briefly(
            offers.select_related("organisation", "researcher")[:SHOWN]
        ),
        "results": items.outcomes_briefly(
            results.select_related("municipality")[:SHOWN]
        ),
        "all_needs": reverse("web:needs") + here,
        "all_offers": reverse("web:expertise_list") + here,
        "all_results": reverse("web:outcomes") + here,
        "breadcrumbs": trail(
            (gettext("Themes"), reverse("web:themes")), (this.localized("name"), "")
        ),
    }
    return render(request, "web/theme.html", context)
