"""A joint project, for those who take part in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from curation.enums import Side
from projects.actions.agreements import (
    RUNNING,
    apply_agreement,
    confirm_none_needed,
    sign_agreement,
)
from projects.actions.milestones import add_milestone, finish_milestone
from projects.actions.projects import activate_project, complete_project
from projects.enums import AgreementKind, ProjectState
from projects.models import Agreement, Milestone, Project
from projects.rules import joins, manages
from web.my import meeting
from web.my.access import attempt, member, or_404, user_of
from web.my.forms.projects import AgreementForm, MilestoneForm
from web.my.pages import Pages, frame

TONES = {
    ProjectState.PREPARING: "warning",
    ProjectState.ACTIVE: "info",
    ProjectState.COMPLETED: "success",
}


@require_safe
@member
def project(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a joint project: agreements, milestones, what to do next."""
    return _page(request, _mine(request, public_id))


@require_POST
@member
def new_milestone(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add something to be reached."""
    this, form = _mine(request, public_id), MilestoneForm(request.POST)
    if not form.is_valid():
        return _page(request, this, milestone_form=form)
    english = (get_language() or "ja").startswith("en")
    title = form.cleaned_data["title"]

    def act() -> None:
        add_milestone(
            this,
            by=user_of(request),
            title_ja=title,
            title_en=title if english else "",
            due_on=form.cleaned_data["due_on"],
        )

    attempt(request, act, gettext("The milestone is added."))
    return redirect("web:my_project", public_id)


@require_POST
@member
def reach_milestone(request: HttpRequest, public_id: str, key: int) -> HttpResponse:
    """Say that a milestone was reached today."""
    this = _mine(request, public_id)
    milestone = or_404(Milestone.objects.filter(project=this, pk=key).first())
    attempt(
        request,
        lambda: finish_milestone(milestone, by=user_of(request)),
        gettext("Recorded: “%(title)s” is reached.") % {"title": milestone},
    )
    return redirect("web:my_project", public_id)


@require_POST
@member
def record_agreement(request: HttpRequest, public_id: str, key: int) -> HttpResponse:
    """Record that an agreement was applied for, signed, or is not needed."""
    this, user = _mine(request, public_id), user_of(request)
    or_404(this, bool(manages(user, this)))
    agreement = or_404(Agreement.objects.filter(project=this, pk=key).first())
    if agreement.kind == AgreementKind.NONE_NEEDED:
        attempt(
            request,
            lambda: confirm_none_needed(agreement, by=user),
            gettext("It is recorded that no agreement is needed."),
        )
        return redirect("web:my_project", public_id)
    form = AgreementForm(request.POST)
    if not form.is_valid():
        return _page(request, this, agreement_form=form, agreement_key=key)
    data = form.cleaned_data

    def act() -> None:
        if data["step"] == "applied":
            apply_agreement(agreement, by=user, on=data["on"])
        else:
            number = data["document_no"]
            sign_agreement(agreement, by=user, on=data["on"], document_no=number)

    attempt(request, act, gettext("The agreement is recorded."))
    return redirect("web:my_project", public_id)


@require_POST
@member
def begin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the work begin."""
    this = _mine(request, public_id)
    attempt(
        request,
        lambda: activate_project(this, by=user_of(request)),
        pgettext("done", "The joint project is under way."),
    )
    return redirect("web:my_project", public_id)


@require_POST
@member
def complete(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that the work is done."""
    this = _mine(request, public_id)
    attempt(
        request,
        lambda: complete_project(this, by=user_of(request)),
        gettext("Thank you. The secretariat now writes the result down with you."),
    )
    return redirect("web:my_project", public_id)


def _mine(request: HttpRequest, public_id: str) -> Project:
    """Return a project in which the reader takes part, or 404."""
    rows = Project.objects.with_case().select_related("introduction__pairing")
    this = or_404(rows.filter(public_id=public_id).first())
    for party in this.introduction.parties.all():
        # Both ways lead to the same row: nothing is fetched again for it.
        party.introduction = this.introduction
    return or_404(this, bool(joins(user_of(request), this)))


def _page(request: HttpRequest, this: Project, **forms: Any) -> HttpResponse:
    user = user_of(request)
    state = ProjectState(this.state)
    running = state in RUNNING
    may_manage = running and bool(manages(user, this))
    poster = this.introduction.party(Side.NEED).organisation
    context = frame(request, Pages.INTRODUCTIONS, this.localized("title")) | {
        "project": this,
        "chip": {"label": state.label, "tone": TONES.get(state, "quiet")},
        "need": this.need,
        "poster": poster.localized("name"),
        "offered_by": meeting.offered_by(this.introduction),
        "may_manage": may_manage,
        "may_add": running,
        "may_begin": may_manage and state == ProjectState.PREPARING and this.may_begin,
        "may_complete": state == ProjectState.ACTIVE,
        "milestone_form": MilestoneForm(),
        "agreement_form": AgreementForm(),
        "agreement_key": None,
    }
    return render(request, "web/my/project.html", context | forms)
