"""One need: what is wanted, how the case stands, what may answer it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.selectors import partner_institution_ids
from catalogue.enums import NeedKind, NeedState
from catalogue.models import Need
from catalogue.selectors.anonymity import PublicFace, public_face
from catalogue.selectors.visibility import visible_needs
from design.formatting import yen_between
from projects.selectors.timelines import timeline
from recommendations.documents import MATCHED_NEEDS, need_document
from recommendations.selectors import answer
from web import structured
from web.cases import shown
from web.gone import find
from web.lists import items, kinds
from web.readers import reader_of
from web.sections import sections
from web.trails import trail

CANDIDATES = 5


@require_safe
def need(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a need as this reader may see it."""
    reader = reader_of(request)
    rows = visible_needs(reader).select_related(
        "organisation",
        "municipality",
        "created_by",
        "industry__parent__parent__parent",
    )
    this: Need = find(rows.prefetch_related("themes"), public_id)
    face = public_face(this, reader)
    context = {
        "need": this,
        "face": face,
        "state": items.STATE_TONES.get(NeedState(this.state), "quiet"),
        "facts": _facts(this, face),
        "sections": sections(
            this,
            background=gettext("What is difficult"),
            wanted=gettext("How it should become"),
            conditions=gettext("Conditions"),
        ),
        "case": shown(timeline(this, reader), request.path),
        "candidates": _candidates(this, face, reader),
        "seeks": this.state == NeedState.OPEN,
        "takes_answers": this.state in MATCHED_NEEDS,
        "breadcrumbs": trail(
            (kinds.NEEDS.title, reverse("web:needs")), (this.localized("title"), "")
        ),
        "schema": structured.demand(request, this, face),
    }
    return render(request, "web/need.html", context)


def _facts(need: Need, face: PublicFace) -> list[dict[str, Any]]:
    help_wanted = [str(NeedKind(kind).label) for kind in need.kinds]
    poster = face.organisation
    page = reverse("web:organisation", args=[poster.public_id]) if poster else None
    return [
        {
            "label": gettext("Who asks"),
            "value": items.poster(face),
            "url": page if poster and poster.listed else None,
        },
        {"label": gettext("Place"), "value": items.place(face)},
        {
            "label": gettext("Industry"),
            "value": face.industry and face.industry.localized("name"),
        },
        *items.theme_rows(need),
        {
            "label": gettext("Help wanted"),
            "value": gettext(", ").join(help_wanted),
        },
        {
            "label": gettext("Budget"),
            "value": yen_between(need.budget_min, need.budget_max),
        },
        {"label": gettext("Reference number"), "value": need.public_id},
    ]


def _candidates(
    need: Need, face: PublicFace, reader: User | None
) -> list[dict[str, Any]]:
    """Return the expertise that comes nearest, as the matcher compares the texts now.

    Conflicts of interest and what the office decided are left aside on purpose: an
    entry that is missing here would tell the public about them, or who a withheld
    poster is. Once the two sides are talking, nobody else is proposed.
    """
    if need.state != NeedState.OPEN:
        return []
    answered = answer(need_document(need), limit=CANDIDATES, reader=reader)
    if not answered.found:
        return []
    partners = partner_institution_ids(face.municipality) if face.municipality else ()
    rows = [found.thing for found in answered.found]
    return [
        {
            "item": item | {"chips": items.partner_chips(row, partners)},
            "evidence": found.match.as_json(),
            "rank": rank,
        }
        for rank, (row, item, found) in enumerate(
            zip(rows, items.expertise_briefly(rows), answered.found, strict=True), 1
        )
    ]
