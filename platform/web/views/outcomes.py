"""One result: the story, and its case from beginning to end."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts.selectors import region
from catalogue.models import Outcome
from catalogue.selectors.visibility import visible_outcomes
from projects.selectors.timelines import timeline
from web import structured
from web.cases import shown
from web.gone import find
from web.lists import items, kinds
from web.readers import reader_of
from web.sections import sections
from web.trails import trail


@require_safe
def outcome(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what came of a case, who worked on it and how it went."""
    reader = reader_of(request)
    rows = visible_outcomes(reader).select_related("municipality", "need")
    this: Outcome = find(rows.prefetch_related("themes"), public_id)
    context: dict[str, Any] = {
        "outcome": this,
        "facts": [
            {"label": gettext("Place"), "value": items.named(this.municipality)},
            *items.theme_rows(this),
            {"label": gettext("Reference number"), "value": this.public_id},
        ],
        "sections": sections(
            this,
            challenge=gettext("The problem"),
            approach=gettext("What was done"),
            result=gettext("What came of it"),
            next=gettext("What comes next"),
        ),
        "case": this.need and shown(timeline(this.need, reader), request.path),
        "breadcrumbs": trail(
            (kinds.OUTCOMES.title, reverse("web:outcomes")),
            (this.localized("title"), ""),
        ),
        "schema": structured.story(request, this, str(region())),
    }
    return render(request, "web/outcome.html", context)
