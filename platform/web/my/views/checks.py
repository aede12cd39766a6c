"""The liaison office's check of what its institution's people want to publish."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from catalogue.actions.offers import publish_offer, return_offer
from catalogue.enums import OfferState
from catalogue.models import Expertise
from web.my import reads, words
from web.my.access import attempt, member, or_404, user_of
from web.my.forms.answers import PublishForm, ReturnForm
from web.my.pages import Pages, frame
from web.sections import sections


@require_safe
@member
def checks(request: HttpRequest) -> HttpResponse:
    """List what waits to be checked."""
    user = user_of(request)
    or_404(user, bool(reads.checked_by(user)))
    rows = reads.to_check(user)[:100]
    context = frame(request, Pages.CHECKS) | {
        "items": [words.offer_item(offer, "web:my_check") for offer in rows]
    }
    return render(request, "web/my/checks.html", context)


@require_safe
@member
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an entry to be checked, with the two decisions."""
    return _page(request, _ours(request, public_id))


@require_POST
@member
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Publish an entry once the check is confirmed."""
    offer = _ours(request, public_id)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _page(request, offer, publish_form=form)
    done = attempt(
        request,
        lambda: publish_offer(offer, by=user_of(request), **form.cleaned_data),
        gettext("The entry is published."),
    )
    return redirect("web:my_checks" if done else "web:my_check", *_to(offer, done))


@require_POST
@member
def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give an entry back with a comment."""
    offer = _ours(request, public_id)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, offer, return_form=form)
    done = attempt(
        request,
        lambda: return_offer(offer, by=user_of(request), **form.cleaned_data),
        gettext("The entry went back with your comment."),
    )
    return redirect("web:my_checks" if done else "web:my_check", *_to(offer, done))


def _to(offer: Expertise, done: bool) -> list[str]:
    return [] if done else [offer.public_id]


def _ours(request: HttpRequest, public_id: str) -> Expertise:
    """Return an entry of the reader's institution that was handed in, or 404."""
    rows = Expertise.objects.select_related("organisation", "researcher", "created_by")
    offer = rows.filter(
        public_id=public_id, organisation__in=reads.checked_by(user_of(request))
    ).exclude(state=OfferState.DRAFT)
    return or_404(offer.first())


def _page(request: HttpRequest, offer: Expertise, **forms: Any) -> HttpResponse:
    waiting = offer.state == OfferState.SUBMITTED
    person = offer.researcher or offer.created_by
    context = frame(request, Pages.CHECKS, words.title_of(offer)) | {
        "offer": offer,
        "title": words.title_of(offer),
        "chip": words.offer_chip(offer),
        "person": person,
        "sections": sections(
            offer, summary=gettext("In short"), body=gettext("Description")
        ),
        "uses": offer.uses_ja or offer.uses_en,
        "publish_form": PublishForm() if waiting else None,
        "return_form": ReturnForm() if waiting else None,
    }
    return render(request, "web/my/check.html", context | forms)
