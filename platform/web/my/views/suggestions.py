"""The needs that an expertise could answer, with the passages that show why."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalogue.enums import OfferState
from catalogue.models import Expertise
from recommendations.selectors import suggestions_for
from recommendations.wording import hints, silence
from web.lists.items import needs as need_items
from web.my import reads, words
from web.my.access import member, or_404, user_of
from web.my.pages import Pages, frame

SUGGESTIONS = 10
OTHERS = 50


@require_safe
@member
def suggestions(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """Show what fits one of my entries; the newest one, unless one is named."""
    user = user_of(request)
    mine = list(
        reads.my_expertise(user)
        .filter(state=OfferState.PUBLISHED)
        .select_related("organisation")
        .order_by("-published_at", "-pk")[:OTHERS]
    )
    chosen = next((offer for offer in mine if offer.public_id == public_id), None)
    if public_id:
        or_404(chosen)
    elif mine:
        chosen = mine[0]
    context = frame(request, Pages.SUGGESTIONS) | {
        "chosen": chosen,
        "others": [_choice(offer) for offer in mine if offer != chosen],
    }
    if chosen is not None:
        context |= {"title": words.title_of(chosen)} | _found(request, chosen)
    return render(request, "web/my/suggestions.html", context)


def _found(request: HttpRequest, offer: Expertise) -> dict[str, Any]:
    user = user_of(request)
    answered = suggestions_for(offer, reader=user, limit=SUGGESTIONS)
    # One's own needs are no news, and an offer is not asked by its own house.
    found = [
        one
        for one in answered.found
        if one.thing.organisation_id != offer.organisation_id
    ]
    items = need_items([one.thing for one in found], user)
    shown = [
        {"item": item, "evidence": one.match.as_json(), "rank": rank}
        for rank, (item, one) in enumerate(zip(items, found, strict=True), start=1)
    ]
    why = answered.silence
    return {
        "found": shown,
        "silence": silence(why) if why else "",
        "hints": hints(why) if why else [],
    }


def _choice(offer: Expertise) -> dict[str, Any]:
    return {
        "url": reverse("web:my_expertise_suggestions", args=[offer.public_id]),
        "label": words.title_of(offer),
    }
