"""My page's first page: whose turn it is, in plain sentences."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext
from django.views.decorators.http import require_safe

from accounts.models import User
from catalogue.enums import NeedState, OfferState
from catalogue.models import Expertise, Need
from curation.enums import Side
from curation.models import Introduction
from curation.selectors.introductions import awaiting
from curation.selectors.people import my_side
from design.formatting import long_date
from web.my import reads, words
from web.my.access import member, user_of
from web.my.pages import Pages, frame

Task = dict[str, Any]

RECENT = 10
FITTING = 3
# What stands still until its owner does something, the most urgent first.
WAITING_NEEDS = (NeedState.RETURNED, NeedState.EXPIRED, NeedState.DRAFT)
WAITING_OFFERS = (OfferState.RETURNED, OfferState.DRAFT)
SHOWN_NEEDS = (
    *WAITING_NEEDS,
    NeedState.SUBMITTED,
    NeedState.OPEN,
    NeedState.IN_DIALOGUE,
)


@require_safe
@member
def overview(request: HttpRequest) -> HttpResponse:
    """Show what waits for me, what waits for others, and where to go on."""
    user = user_of(request)
    needs = list(
        reads.my_needs(user).filter(state__in=SHOWN_NEEDS).order_by("-state_since")[:50]
    )
    offers = list(
        reads.my_expertise(user)
        .filter(state__in=(*WAITING_OFFERS, OfferState.SUBMITTED))
        .order_by("-state_since")[:50]
    )
    fitting = reads.fitting_needs(user, FITTING)
    context = frame(request, Pages.OVERVIEW) | {
        "tasks": [
            *_to_answer(user),
            *_to_check(user),
            *_needs_waiting(needs),
            *_offers_waiting(offers),
        ],
        "elsewhere": [*_with_others(needs), *_offers_with_others(offers)],
        "fitting": [_fitting(pairing.need, pairing.expertise) for pairing in fitting],
        "belongs_somewhere": bool(user.organisation_roles),
        "name": user.get_full_name(),
    }
    return render(request, "web/my/overview.html", context)


def _to_answer(user: User) -> list[Task]:
    return [_answer(user, introduction) for introduction in awaiting(user)[:RECENT]]


def _answer(user: User, introduction: Introduction) -> Task:
    values = {
        "title": introduction.need.localized("title"),
        "offer": introduction.expertise.localized("title"),
        "day": long_date(introduction.due_on),
    }
    if my_side(introduction, user) == Side.NEED:
        sentence = gettext(
            "For “%(title)s” there is somebody who may help: “%(offer)s”. Would you "
            "like to hear more? Please answer by %(day)s."
        )
    else:
        sentence = gettext(
            "Somebody with the need “%(title)s” would like to talk about “%(offer)s”. "
            "Please answer by %(day)s."
        )
    return _task(
        sentence % values,
        gettext("Read and answer"),
        reverse("web:my_introduction", args=[introduction.public_id]),
    )


def _to_check(user: User) -> list[Task]:
    if not reads.checked_by(user):
        return []
    number = reads.to_check(user).count()
    if not number:
        return []
    sentence = ngettext(
        "%(number)s entry of your institution waits to be checked.",
        "%(number)s entries of your institution wait to be checked.",
        number,
    ) % {"number": number}
    return [_task(sentence, pgettext("button", "Check"), reverse("web:my_checks"))]


def _needs_waiting(needs: list[Need]) -> list[Task]:
    told = {
        NeedState.RETURNED: (
            gettext("“%(title)s” came back with a comment."),
            gettext("Read the comment"),
        ),
        NeedState.EXPIRED: (
            gettext("The term of “%(title)s” is over. Does the trouble still exist?"),
            gettext("Renew or close"),
        ),
        NeedState.DRAFT: (
            gettext("“%(title)s” is a draft. Nobody else has read it yet."),
            gettext("Go on writing"),
        ),
    }
    tasks = []
    for state, (sentence, label) in told.items():
        for need in needs:
            if need.state == state:
                title = words.title_of(need)
                url = reverse("web:my_need", args=[need.public_id])
                tasks.append(_task(sentence % {"title": title}, label, url))
    return tasks


def _offers_waiting(offers: list[Expertise]) -> list[Task]:
    told = {
        OfferState.RETURNED: gettext("“%(title)s” came back with a comment."),
        OfferState.DRAFT: gettext(
            "“%(title)s” is a draft, which nobody else reads yet."
        ),
    }
    return [
        _task(
            sentence % {"title": words.title_of(offer)},
            gettext("Go on writing"),
            reverse("web:my_expertise_entry", args=[offer.public_id]),
        )
        for state, sentence in told.items()
        for offer in offers
        if offer.state == state
    ]


def _with_others(needs: list[Need]) -> list[Task]:
    told = {
        NeedState.SUBMITTED: gettext(
            "“%(title)s”: the office in charge is reading it."
        ),
        NeedState.OPEN: gettext(
            "“%(title)s” is open. The secretariat looks for suitable partners."
        ),
        NeedState.IN_DIALOGUE: gettext("“%(title)s”: both sides are talking."),
    }
    return [
        _task(
            told[NeedState(need.state)] % {"title": words.title_of(need)},
            gettext("See how it stands"),
            reverse("web:my_need", args=[need.public_id]),
        )
        for need in needs
        if need.state in told
    ][:RECENT]


def _offers_with_others(offers: list[Expertise]) -> list[Task]:
    sentence = gettext("“%(title)s” is being checked before it is published.")
    return [
        _task(
            sentence % {"title": words.title_of(offer)},
            gettext("See how it stands"),
            reverse("web:my_expertise_entry", args=[offer.public_id]),
        )
        for offer in offers
        if offer.state == OfferState.SUBMITTED
    ][:RECENT]


def _fitting(need: Need, offer: Expertise) -> Task:
    return {
        "title": need.localized("title"),
        "url": reverse("web:my_expertise_suggestions", args=[offer.public_id]),
        "line": gettext("Because of “%(title)s”") % {"title": words.title_of(offer)},
    }


def _task(sentence: str, label: str, url: str) -> Task:
    return {"sentence": sentence, "label": label, "url": url}
