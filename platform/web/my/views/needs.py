"""My needs: list, write, hand in, close, renew."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import User
from accounts.selectors import office_name, region
from catalogue.actions.needs import (
    EDITABLE,
    close_need,
    renew_need,
    submit_need,
)
from catalogue.enums import NeedState
from catalogue.models import Need
from catalogue.rules import works_for_poster
from lifecycle.errors import RenkeiError
from projects.enums import Stage
from projects.selectors.timelines import timeline
from recommendations.selectors import beside
from web.cases import shown
from web.lists.matched import KINDS, matched_items
from web.my import keeping, reads, sending, words
from web.my.access import attempt, or_404, user_of, working_somewhere
from web.my.forms.answers import CloseForm, RenewForm
from web.my.forms.needs import NeedForm
from web.my.measuring import measured
from web.my.pages import Pages, frame
from web.my.posting import HANDED_IN, write_need
from web.sections import sections

PER_PAGE = 20
CANDIDATES = 5
CLOSABLE = (*EDITABLE, NeedState.IN_DIALOGUE)


@require_safe
@working_somewhere
def needs(request: HttpRequest) -> HttpResponse:
    """List what I ask for, the newest first."""
    rows = reads.my_needs(user_of(request)).select_related("municipality")
    page = Paginator(rows.order_by("-updated_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = frame(request, Pages.NEEDS) | {
        "page": page,
        "items": [words.need_item(need) for need in page],
    }
    return render(request, "web/my/needs.html", context)


@require_safe
@working_somewhere
def need(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one of my needs: where it stands, who could answer, what I can do."""
    return _need_page(request, public_id)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@working_somewhere
def new_need(request: HttpRequest) -> HttpResponse:
    """Write a need down; a text carried over from the matcher stands in it.

    The step ``measure`` saves nothing: it shows the form with who could answer.
    """
    user = user_of(request)
    if request.method != "POST":
        return _form_page(request, _blank_form(request, user), sending.new_token())
    token = sending.token_of(request.POST)
    made = sending.made_by(token, user)
    # The form was sent before (a second click, or the browser's way back): it goes on
    # with the row that it made.
    need = reads.my_needs(user).filter(public_id=made).first() if made else None
    return _sent(request, user, token, need)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@working_somewhere
def edit_need(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change one of my needs, as long as it may be changed."""
    user, need = user_of(request), _mine(request, public_id)
    if need.state not in EDITABLE:
        messages.warning(request, words.not_editable(need))
        return redirect("web:my_need", need.public_id)
    if request.method != "POST":
        form = _form(user, need, initial=_values_of(need))
        return _form_page(request, form, "")
    return _sent(request, user, "", need)


@require_POST
@working_somewhere
def submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand a draft in as it stands; what is missing is shown in the form."""
    user, need = user_of(request), _mine(request, public_id)
    try:
        submit_need(need, by=user)
    except RenkeiError as error:
        messages.error(request, str(error))
        return redirect("web:my_need_edit", need.public_id)
    messages.success(request, _handed_in(need))
    return redirect("web:my_need", need.public_id)


@require_POST
@working_somewhere
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close a need with a reason."""
    user, need = user_of(request), _mine(request, public_id)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _need_page(request, public_id, close_form=form)
    attempt(
        request,
        lambda: close_need(need, by=user, **form.cleaned_data),
        gettext("The need is closed. Thank you for telling us."),
    )
    return redirect("web:my_need", need.public_id)


@require_POST
@working_somewhere
def renew(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open an expired need again."""
    user, need = user_of(request), _mine(request, public_id)
    form = RenewForm(request.POST)
    if not form.is_valid():
        return _need_page(request, public_id, renew_form=form)
    attempt(
        request,
        lambda: renew_need(need, by=user, **form.cleaned_data),
        pgettext("poster", "The need is open again."),
    )
    return redirect("web:my_need", need.public_id)


def _mine(request: HttpRequest, public_id: str) -> Need:
    rows = Need.objects.select_related(
        "organisation", "municipality", "industry", "visit"
    )
    need = or_404(rows.filter(public_id=public_id).first())
    return or_404(need, bool(works_for_poster(user_of(request), need)))


def _need_page(request: HttpRequest, public_id: str, **forms: Any) -> HttpResponse:
    user = user_of(request)
    need, themes = or_404(reads.need_with_themes(public_id))
    or_404(need, bool(works_for_poster(user, need)))
    state = NeedState(need.state)
    case = timeline(need, user)
    stage = next((s.code for s in case.stages if s.state == "current"), "")
    looking = state == NeedState.OPEN and stage == Stage.CANDIDATES
    context = frame(request, Pages.NEEDS, need.localized("title")) | {
        "need": need,
        "chip": words.need_chip(need),
        "facts": words.need_facts(need, themes),
        "sections": sections(
            need,
            background=gettext("The trouble"),
            wanted=gettext("How it should become"),
            conditions=gettext("What has to be kept to"),
        ),
        "case": shown(case, request.path),
        "looks_for_candidates": looking,
        "introduced": stage in (Stage.INTRODUCTION, Stage.PROJECT, Stage.RESULT),
        "candidates": reads.proposed_for(need, CANDIDATES) if looking else [],
        "beside": _beside(need, user) if looking else [],
        "editable": state in EDITABLE,
        "submittable": state in HANDED_IN,
        "close_form": CloseForm() if state in CLOSABLE else None,
        "renew_form": RenewForm() if state == NeedState.EXPIRED else None,
    }
    return render(request, "web/my/need.html", context | forms)


def _beside(need: Need, user: User) -> list[dict[str, Any]]:
    """The nearest facilities and results, each with the passages that show why."""
    groups = []
    for kind, rows in beside(need, reader=user).items():
        items = matched_items(kind, (row.thing for row in rows), user)
        found = [
            {"item": item, "evidence": row.match.as_json()}
            for item, row in zip(items, rows, strict=True)
        ]
        groups.append({"kind": KINDS[kind], "found": found})
    return groups


def _sent(
    request: HttpRequest, user: User, token: str, need: Need | None
) -> HttpResponse:
    submitting = request.POST.get("step") == "submit"
    form = _form(
        user,
        need,
        initial=_values_of(need) if need else None,
        data=request.POST,
        submitting=submitting,
    )
    written = None
    valid = form.is_valid()
    if request.POST.get("step") == "measure":
        return _form_page(request, form, token, meter=measured(form, user))
    if valid:
        try:
            written = write_need(form, by=user, token=token)
        except RenkeiError as error:
            form.add_error(None, str(error))
    if written is None:
        return _form_page(request, form, token)
    saved = gettext("The draft is saved. Nobody but your organisation reads it yet.")
    if written.state not in HANDED_IN:
        saved = (
            _handed_in(written) if submitting else gettext("Your changes are saved.")
        )
    messages.success(request, saved)
    unlisted = form.fields["competitors"].content_note
    if unlisted and "competitors" in form.changed_data:
        messages.info(request, unlisted)
    response = redirect("web:my_need", written.public_id)
    keeping.drop(request, response)
    return response


def _handed_in(need: Need) -> str:
    office = office_name(need.municipality)
    return gettext(
        "Thank you. %(office)s reads your request and writes to you as soon as it is "
        "open, or when something is missing."
    ) % {"office": office}


def _blank_form(request: HttpRequest, user: User) -> NeedForm:
    initial: dict[str, Any] = {}
    kept = keeping.kept(request)
    if kept is not None:
        lang = (get_language() or "ja")[:2]
        initial[f"background_{lang}"] = kept.text
    return _form(user, None, initial=initial)


def _form(
    user: User, need: Need | None, *, initial: dict[str, Any] | None, **options: Any
) -> NeedForm:
    organisations = reads.my_organisations(user)
    place = need.municipality if need else reads.home_municipality(user)
    blank = {"municipality": place, "organisation": organisations[0].pk}
    return NeedForm(
        options.pop("data", None),
        organisations=organisations,
        region=region(),
        office=str(office_name(place)),
        need=need,
        initial=blank | (initial or {}),
        **options,
    )


def _values_of(need: Need) -> dict[str, Any]:
    names = (name for name in NeedForm.base_fields if hasattr(need, name))
    values = {name: getattr(need, name) for name in names}
    return values | {
        "themes": list(need.themes.all()),
        "organisation": need.organisation,
    }


def _form_page(
    request: HttpRequest, form: NeedForm, token: str, **more: Any
) -> HttpResponse:
    need = form.need
    heading = gettext("Change the need") if need else gettext("Ask for advice")
    kept = keeping.kept(request) if need is None else None
    context = frame(request, Pages.NEEDS, heading) | {
        "form": form,
        "heading": heading,
        "need": need,
        "kept": kept,
        "token": token,
        "token_field": sending.FIELD,
        "returned": need is not None and need.state == NeedState.RETURNED,
        "drafting": need is None or need.state in HANDED_IN,
        "action": reverse("web:my_need_edit", args=[need.public_id])
        if need
        else reverse("web:my_need_new"),
    }
    return render(request, "web/my/need_form.html", context | more)
