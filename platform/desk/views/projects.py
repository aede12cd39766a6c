"""Joint projects: agreement, milestones, end and result."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from catalogue.models import Outcome
from catalogue.rules import is_in_charge, works_for_poster
from curation.actions.consents import consent_to_be_named
from curation.enums import Purpose
from curation.models import Consent
from curation.selectors.people import name_of
from desk.casework import case_context
from desk.forms.base import ReasonForm
from desk.forms.cases import (
    AgreementForm,
    ConfirmForm,
    DayForm,
    MilestoneForm,
    NamedForm,
    OutcomeForm,
    SignForm,
)
from desk.forms.filters import ProjectFilters
from desk.reads import desk_projects
from desk.views.base import DeskList, DeskPage, Text
from lifecycle.approvals import is_needed
from projects.actions.agreements import (
    RUNNING,
    add_agreement,
    apply_agreement,
    confirm_none_needed,
    sign_agreement,
)
from projects.actions.milestones import add_milestone, finish_milestone
from projects.actions.projects import (
    activate_project,
    complete_project,
    stop_project,
)
from projects.actions.results import WITH_RESULT, draft_result, publish_result
from projects.enums import AgreementKind, StopReason
from projects.models import Agreement, Milestone, Project
from projects.rules import manages
from projects.transitions import PROJECT


class ProjectsPage(DeskList):
    """The joint projects that the reader follows, newest steps first."""

    page_title = gettext_lazy("Joint projects")
    filter_form = ProjectFilters

    def head(self) -> list[Text]:
        """Title, institution, state, since when, next milestone."""
        return [
            _("Joint project"),
            _("Institution"),
            _("State"),
            _("Since"),
            _("Next milestone"),
        ]

    def rows(self, chosen: Mapping[str, Any]) -> QuerySet[Project]:
        """Filter by state and place."""
        rows = desk_projects(self.reader).with_case()
        if state := chosen.get("state"):
            rows = rows.filter(state=state)
        if place := chosen.get("municipality"):
            rows = rows.filter(introduction__pairing__need__municipality=place)
        return rows.order_by("-state_since", "-pk")

    def shown(self, things: list[Any]) -> list[dict[str, Any]]:
        """Return the rows with the earliest milestone that was not reached."""
        found = []
        for row in things:
            ahead = next((m for m in row.milestones.all() if m.done_on is None), None)
            found.append(
                {
                    "url": reverse("desk:project", args=[row.public_id]),
                    "cells": [
                        str(row),
                        str(row.introduction.expertise.organisation),
                        row.get_state_display(),
                        row.state_since,
                        str(ahead or ""),
                    ],
                }
            )
        return found


class OfProject(DeskPage):
    """A page about one project that the reader follows; 404 for others."""

    header_icon = "group"
    parents: ClassVar = [("desk:projects", gettext_lazy("Joint projects"))]

    @cached_property
    def project(self) -> Project:
        """The project, as it is now."""
        rows = desk_projects(self.reader).with_case()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def forget(self) -> None:
        """Read the project anew."""
        self.__dict__.pop("project", None)

    def get_page_title(self) -> str:
        """Return the project's title."""
        return str(self.project)


class ProjectPage(OfProject):
    """One joint project with everything that is recorded about it."""

    template_name = "desk/project.html"
    crumb = gettext_lazy("Joint project")
    actions: ClassVar = {
        "add_agreement": "add_agreement",
        "apply": "apply_agreement",
        "sign": "sign_agreement",
        "confirm": "confirm_none_needed",
        "activate": "activate",
        "add_milestone": "add_milestone",
        "finish": "finish_milestone",
        "complete": "complete",
        "stop": "stop",
        "named": "named",
        "publish": "publish",
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add agreements, milestones, what can be done, and the timeline."""
        context = super().get_context_data(**kwargs)
        project, reader = self.project, self.reader
        can = set(PROJECT.open_actions(project, reader))
        unsettled = "activate" in can and not project.may_begin
        keeps = project.state in RUNNING and manages(reader, project)
        charge = is_in_charge(reader, project.need)
        parties = project.introduction.parties.select_related(
            "organisation", "researcher"
        )
        return (
            context
            | case_context(project.need, reader, here=self.request.path)
            | {
                "project": project,
                "need": project.need,
                "sides": [(p, name_of(p, reader)) for p in parties],
                "can": can - {"activate"} if unsettled else can,
                "unsettled": unsettled,
                "keeps": keeps,
                "agreements": [self._agreement(a, keeps) for a in self._agreements],
                "agreement_form": self.form(
                    AgreementForm, "add_agreement", prefix="agreement"
                ),
                "milestones": list(project.milestones.all()),
                "milestone_form": self.form(
                    MilestoneForm, "add_milestone", prefix="milestone"
                ),
                "stop_form": self._stop_form() if "stop" in can else None,
                "may_write": charge
                and project.outcome is None
                and project.state in WITH_RESULT,
                "may_publish": self.is_secretariat
                and project.outcome is not None
                and project.state == "completed"
                and project.outcome.state == "draft"
                and not is_needed(project.outcome, "publish"),
                **self._naming(charge),
            }
        )

    @property
    def _agreements(self) -> list[Agreement]:
        return list(self.project.agreements.all())

    def _agreement(self, agreement: Agreement, keeps: bool) -> dict[str, Any]:
        shown: dict[str, Any] = {"agreement": agreement}
        if not keeps or agreement.is_settled:
            return shown
        if agreement.kind == AgreementKind.NONE_NEEDED:
            return shown | {"confirm_form": self._of(ConfirmForm, "confirm", agreement)}
        if agreement.applied_on is None:
            shown["apply_form"] = self._of(DayForm, "apply", agreement)
        return shown | {"sign_form": self._of(SignForm, "sign", agreement)}

    def _of(self, kind: type[BaseForm], action: str, agreement: Agreement) -> Any:
        """A form of one agreement among several: filled in where it was sent."""
        prefix = f"{action}-{agreement.pk}"
        if self.request.POST.get("agreement") == str(agreement.pk):
            return self.form(kind, action, prefix=prefix)
        return kind(prefix=prefix)

    def _naming(self, charge: bool) -> dict[str, Any]:
        """What is known of an anonymous poster's consent to be named."""
        need = self.project.need
        if not need.anonymous:
            return {}
        given = Consent.objects.filter(
            introduction=self.project.introduction, purpose=Purpose.NAME
        ).first()
        ask = charge and given is None and not works_for_poster(self.reader, need)
        return {
            "naming": given,
            "named_form": self.form(NamedForm, "named", prefix="named")
            if ask
            else None,
        }

    def _chosen(self) -> Agreement:
        """The agreement whose button was pressed."""
        ident = self.request.POST.get("agreement")
        for agreement in self._agreements:
            if str(agreement.pk) == ident:
                return agreement
        raise Http404

    def _stop_form(self) -> ReasonForm:
        form: ReasonForm = self.form(
            ReasonForm, "stop", reasons=StopReason, prefix="stop"
        )
        return form

    def add_agreement(self) -> str:
        """Add a further kind of agreement."""
        form = self.form(AgreementForm, "add_agreement", prefix="agreement")
        add_agreement(self.project, by=self.reader, **self.valid(form))
        return _("Added. Record when it was applied for and signed.")

    def apply_agreement(self) -> str:
        """Record when an agreement was applied for."""
        agreement = self._chosen()
        given = self.valid(self._of(DayForm, "apply", agreement))
        apply_agreement(agreement, by=self.reader, **given)
        return _("Recorded.")

    def sign_agreement(self) -> str:
        """Record when an agreement was signed."""
        agreement = self._chosen()
        given = self.valid(self._of(SignForm, "sign", agreement))
        sign_agreement(agreement, by=self.reader, **given)
        return _("Recorded. Work can begin.")

    def confirm_none_needed(self) -> str:
        """Record that no agreement is needed."""
        agreement = self._chosen()
        given = self.valid(self._of(ConfirmForm, "confirm", agreement))
        confirm_none_needed(agreement, by=self.reader, **given)
        return _("Recorded. Work can begin.")

    def activate(self) -> str:
        """Let work begin."""
        activate_project(self.project, by=self.reader)
        return _("The joint project is under way.")

    def add_milestone(self) -> str:
        """Add something to be reached."""
        form = self.form(MilestoneForm, "add_milestone", prefix="milestone")
        add_milestone(self.project, by=self.reader, **self.valid(form))
        return _("Added.")

    def finish_milestone(self) -> str:
        """Say that a milestone was reached today."""
        ident = self.request.POST.get("milestone", "")
        rows: QuerySet[Milestone] = self.project.milestones.all()
        milestone = next((m for m in rows if str(m.pk) == ident), None)
        if milestone is None:
            raise Http404
        finish_milestone(milestone, by=self.reader)
        return _("Noted as reached today.")

    def complete(self) -> str:
        """Say that the work is done."""
        complete_project(self.project, by=self.reader)
        return _("The joint project is completed. Write its result down next.")

    def stop(self) -> str:
        """Stop the project with a reason."""
        given = self.valid(self._stop_form())
        stop_project(self.project, by=self.reader, **given)
        return _("The joint project is stopped.")

    def named(self) -> str:
        """Record that an anonymous poster agreed to be named."""
        given = self.valid(self.form(NamedForm, "named", prefix="named"))
        consent_to_be_named(self.project.introduction, by=self.reader, **given)
        return _("Recorded: the result may name the poster.")

    def publish(self) -> str:
        """Publish the result."""
        publish_result(self.project, by=self.reader)
        return _("The result is published.")


class ResultPage(OfProject):
    """Writing a project's result down."""

    template_name = "desk/outcome_new.html"
    actions: ClassVar = {"save": "save"}

    def get_page_title(self) -> str:
        """Say what is written here."""
        return _("Write the result down")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Put the project before this page."""
        items = super().get_breadcrumbs_items()
        url = reverse("desk:project", args=[self.project.public_id])
        return [*items[:-1], {"url": url, "label": str(self.project)}, items[-1]]

    def _form(self) -> OutcomeForm:
        need = self.project.need
        initial = {
            "title_ja": self.project.title_ja,
            "title_en": self.project.title_en,
            "themes": need.themes.all(),
            "municipality": need.municipality if not need.anonymous else None,
        }
        form: OutcomeForm = self.form(
            OutcomeForm, "save", instance=Outcome(), initial=initial
        )
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        context = super().get_context_data(**kwargs)
        return context | {"outcome_form": self._form(), "need": self.project.need}

    def save(self) -> HttpResponse:
        """Keep the draft and go to its page."""
        outcome = draft_result(self.project, by=self.reader, **self.valid(self._form()))
        messages.success(self.request, _("The draft is kept. Check it, then publish."))
        return redirect("desk:outcome", outcome.public_id)
