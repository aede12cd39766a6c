"""The matcher's page: a text is answered on the spot, and nothing of it is kept.

The text reaches no log, no row, no session and no cache: it is only read from the
request, compared, and shown again to whoever typed it.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import (
    sensitive_post_parameters,
    sensitive_variables,
)
from django.views.decorators.http import require_http_methods

from accounts.models import User
from design.templatetags.design_tags import grouped
from matching import MAX_LENGTH, Silence
from recommendations.selectors import Answered, answer
from recommendations.wording import hints, silence
from web.lists.asked import DAMAGED
from web.lists.matched import KINDS, matched_items
from web.readers import reader_of
from web.trails import trail

LIMIT = 10


class Unsaid(str):
    """A text that says nothing of itself where a program describes its variables."""

    def __repr__(self) -> str:
        """Name what it is, not what it says."""
        return "<a text that is not kept>"


class UnsaidEvidence(dict[str, Any]):
    """Evidence that quotes such a text."""

    def __repr__(self) -> str:
        """Name what it is, not what it quotes."""
        return "<evidence that is not kept>"


@dataclass(frozen=True)
class Refused:
    """Why a text was not answered, and the status that says so."""

    message: str
    status: int


# Nothing is changed by asking, so another site that sends a text here gains nothing;
# and whoever blocks cookies still gets an answer.
@csrf_exempt
@never_cache
@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("text", "context", "refused", "answered")
def match(request: HttpRequest) -> HttpResponse:
    """Show the box; answer what was posted with the nearest of the chosen kind."""
    kind = request.POST.get("kind", "expertise")
    context: dict[str, Any] = {
        "breadcrumbs": trail((gettext("Find who can help"), "")),
        "limit": MAX_LENGTH,
        "match_kinds": KINDS,
        "match_kind": kind,
    }
    if request.method != "POST":
        return render(request, "web/match.html", context)
    text = Unsaid(request.POST.get("text", ""))
    context["text"] = text
    refused = _refused(text, kind)
    if refused is not None:
        context["error"] = refused.message
        return render(request, "web/match.html", context, status=refused.status)
    reader = reader_of(request)
    answered = answer(text, kinds=[kind], limit=LIMIT, reader=reader)
    context |= _answer(answered, kind, reader)
    return render(request, "web/match.html", context)


@sensitive_variables("text")
def _refused(text: str, kind: str) -> Refused | None:
    if kind not in KINDS:
        return Refused(gettext("Please choose what you are looking for."), 400)
    if len(text) > MAX_LENGTH:
        message = gettext(
            "The text has %(length)s characters; up to %(limit)s can be compared. "
            "Please shorten it. What you wrote is still in the box."
        ) % {"length": grouped(len(text)), "limit": grouped(MAX_LENGTH)}
        return Refused(message, 413)
    if DAMAGED.search(text):
        message = gettext(
            "Some characters arrived damaged (they show as � or as nothing). Please "
            "correct or delete them. What you wrote is still in the box."
        )
        return Refused(message, 400)
    if not text.strip():
        message = gettext(
            "The box is still empty. Please write what is difficult, in one or two "
            "sentences."
        )
        return Refused(message, 400)
    return None


@sensitive_variables("answered")
def _answer(answered: Answered, kind: str, reader: User | None) -> dict[str, Any]:
    asked: dict[str, Any] = {"kind": KINDS[kind], "asks": kind != "need"}
    items = matched_items(kind, (found.thing for found in answered.found), reader)
    found = [
        {
            "item": item,
            "evidence": UnsaidEvidence(found.match.as_json()),
            "rank": rank if KINDS[kind].offered else None,
        }
        for rank, (item, found) in enumerate(
            zip(items, answered.found, strict=True), start=1
        )
    ]
    if found:
        return asked | {"found": found}
    # What was found may have been taken back a moment ago.
    why = answered.silence or Silence("nothing_above_floor", ())
    return asked | {"silence": silence(why), "hints": hints(why)}
