"""From the matcher's box to a request: the text is kept for a day, and says so."""

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from design.templatetags.design_tags import grouped
from matching import MAX_LENGTH
from web.lists.asked import DAMAGED
from web.my import keeping
from web.trails import trail


@never_cache
@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("text", "context", "error")
def ask(request: HttpRequest) -> HttpResponse:
    """Keep a text for a day and lead on to the form, through sign-in where needed.

    A member goes on at once. Whoever is not signed in reads here that the text is
    kept, until when, and chooses between signing in and making an account.
    """
    if request.method != "POST":
        if keeping.kept(request) is not None and request.user.is_authenticated:
            return redirect("web:my_need_new")
        return _page(request, {})
    text = request.POST.get("text", "")
    error, status = _refused(request, text)
    if error:
        return _page(request, {"error": error, "text": text}, status)
    target = "web:my_need_new" if request.user.is_authenticated else "web:ask"
    response = redirect(target)
    keeping.keep(request, response, text)
    return response


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Delete what was kept."""
    response = redirect("web:match")
    keeping.drop(request, response)
    return response


@sensitive_variables("text")
def _refused(request: HttpRequest, text: str) -> tuple[str, int]:
    """Return why a text is not kept and the status that says so, or an empty text."""
    if not text.strip():
        return gettext("The box is still empty. Please write what is difficult."), 400
    if len(text) > MAX_LENGTH:
        words = gettext(
            "The text has %(length)s characters; up to %(limit)s can be kept. Please "
            "shorten it. What you wrote is still in the box."
        )
        values = {"length": grouped(len(text)), "limit": grouped(MAX_LENGTH)}
        return words % values, 413
    if DAMAGED.search(text):
        words = gettext(
            "Some characters arrived damaged. Please correct or delete them. What you "
            "wrote is still in the box."
        )
        return words, 400
    if not ratelimit.consume(request, action="keep_text"):
        words = gettext(
            "Many texts came from your network just now. Please try again in a few "
            "minutes. What you wrote is still in the box."
        )
        return words, 429
    return "", 200


@sensitive_variables("context", "shown")
def _page(
    request: HttpRequest, shown: dict[str, Any], status: int = 200
) -> HttpResponse:
    heading = gettext("Ask for advice with this text")
    context = {
        "heading": heading,
        "breadcrumbs": trail((heading, "")),
        "kept": keeping.kept(request),
        "goes_on_at": reverse("web:my_need_new"),
    }
    return render(request, "web/my/ask.html", context | shown, status=status)
