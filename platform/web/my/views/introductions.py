"""Introductions: who asks what, and the two buttons to answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from curation.actions.answers import accept, decline, pass_on
from curation.actions.talks import start_talking
from curation.enums import AnswerState, IntroductionState, Purpose, Side
from curation.models import Introduction, Party
from curation.rules import is_asked
from curation.selectors.contacts import contacts
from curation.selectors.introductions import awaiting, introductions_for
from curation.selectors.people import colleagues, my_side
from curation.selectors.sentences import answer_sentence, consent_text
from recommendations.quoting import Quoting
from web.my import meeting
from web.my.access import attempt, member, or_404, user_of
from web.my.forms.answers import DeclineForm, PassOnForm
from web.my.pages import Pages, frame
from web.sections import sections

LONGEST_LIST = 100


@require_safe
@member
def introductions(request: HttpRequest) -> HttpResponse:
    """List what I am asked, and what I was asked before."""
    user = user_of(request)
    to_answer = list(awaiting(user))
    waiting = {introduction.pk for introduction in to_answer}
    others = [
        introduction
        for introduction in introductions_for(user)[:LONGEST_LIST]
        if introduction.pk not in waiting
    ]
    context = frame(request, Pages.INTRODUCTIONS) | {
        "to_answer": meeting.listed(to_answer, user),
        "others": meeting.listed(others, user),
    }
    return render(request, "web/my/introductions.html", context)


@require_safe
@member
def introduction(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one introduction to somebody who speaks for a side of it."""
    return _page(request, *_mine(request, public_id))


@require_POST
@member
def accept_introduction(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say yes for my side."""
    this, party = _mine(request, public_id)

    other = this.party(Side.OFFER if party.side == Side.NEED else Side.NEED)
    said = gettext(
        "Thank you. As soon as the other side has accepted as well, you see each "
        "other's contact details here."
    )
    if other.state == AnswerState.ACCEPTED:
        said = gettext("Thank you. You now see each other's contact details here.")

    def act() -> None:
        accept(this, side=party.side, by=user_of(request))

    attempt(request, act, said)
    return redirect("web:my_introduction", public_id)


@require_POST
@member
def decline_introduction(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say no for my side, with a reason."""
    this, party = _mine(request, public_id)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, this, party, decline_form=form)

    def act() -> None:
        decline(this, side=party.side, by=user_of(request), **form.cleaned_data)

    attempt(
        request,
        act,
        gettext("Thank you for your answer. The other side is told courteously."),
    )
    return redirect("web:my_introduction", public_id)


@require_POST
@member
def pass_introduction_on(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let somebody of my institution answer."""
    this, party = _mine(request, public_id)
    form = _pass_on_form(party, request.POST)
    if not form.is_valid():
        return _page(request, this, party, pass_on_form=form)
    person = form.cleaned_data["researcher"]

    def act() -> None:
        pass_on(this, by=user_of(request), researcher=person)

    attempt(
        request,
        act,
        gettext("The request was passed on to %(name)s.") % {"name": person},
    )
    return redirect("web:my_introduction", public_id)


@require_POST
@member
def talk(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that both sides are in touch."""
    this, _party = _mine(request, public_id)
    attempt(
        request,
        lambda: start_talking(this, by=user_of(request)),
        gettext("Good to hear. The secretariat sees that you are talking."),
    )
    return redirect("web:my_introduction", public_id)


def _mine(request: HttpRequest, public_id: str) -> tuple[Introduction, Party]:
    """Return an introduction and the reader's side of it, or 404."""
    user = user_of(request)
    rows = introductions_for(user).select_related(
        "project", "pairing__need__visit", "pairing__need__industry__parent"
    )
    this = or_404(
        rows.prefetch_related("parties__researcher__user", "project__milestones")
        .filter(public_id=public_id)
        .first()
    )
    for party in this.parties.all():
        # Both ways lead to the same row: nothing is fetched again for it.
        party.introduction = this
    return this, this.party(or_404(my_side(this, user)))


def _page(
    request: HttpRequest, this: Introduction, party: Party, **forms: Any
) -> HttpResponse:
    user = user_of(request)
    other = this.party(Side.OFFER if party.side == Side.NEED else Side.NEED)
    mine = (
        party.state == AnswerState.WAITING
        and this.state == IntroductionState.ASKED
        and bool(is_asked(user, party))
    )
    with_liaison = mine and party.side == Side.OFFER and party.with_liaison
    context = frame(request, Pages.INTRODUCTIONS, this.need.localized("title")) | {
        "introduction": this,
        "party": party,
        "need": this.need,
        "expertise": this.expertise,
        "to_answer": mine,
        "with_liaison": with_liaison,
        "need_facts": meeting.need_facts(this, user),
        "sections": sections(
            this.need,
            background=gettext("The trouble"),
            wanted=gettext("How it should become"),
            conditions=gettext("What has to be kept to"),
        ),
        "evidence": _quoted(this, party),
        "offered_by": meeting.offered_by(this),
        "offer_summary": this.expertise.localized("summary"),
        "my_answer": answer_sentence(party, own=True),
        "other_answer": answer_sentence(other),
        "readers": meeting.readers_of_answer(this, party),
        "consent": consent_text(Purpose.CONTACT),
        "contacts": meeting.contact_rows(contacts(this, user), party.side),
        "may_talk": this.state == IntroductionState.AGREED,
        "project": getattr(this, "project", None),
        "decline_form": DeclineForm() if mine else None,
        "pass_on_form": _pass_on_form(party) if with_liaison else None,
    }
    return render(request, "web/my/introduction.html", context | forms)


def _quoted(this: Introduction, party: Party) -> dict[str, Any]:
    """Return the evidence as this side may read it: whole once the names are open."""
    evidence: dict[str, Any] = this.pairing.evidence
    if party.side == Side.NEED or this.was_agreed:
        return evidence
    return Quoting().kept(evidence, this.need)


def _pass_on_form(party: Party, data: Any = None) -> PassOnForm:
    return PassOnForm(data, people=colleagues(party), first=party.researcher_id)
