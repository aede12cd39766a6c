"""Results: list, texts, publishing and taking back."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from catalogue.actions.outcomes import (
    draft_outcome,
    edit_outcome,
    publish_outcome,
    withdraw_outcome,
)
from catalogue.enums import OutcomeState
from catalogue.models import Outcome
from catalogue.transitions import OUTCOME
from desk.forms.base import CommentForm
from desk.forms.cases import OutcomeForm
from desk.forms.filters import OutcomeFilters
from desk.reads import desk_outcomes
from desk.views.approvals import Approvals
from desk.views.base import DeskList, DeskPage, Text
from lifecycle.machines import Machine
from lifecycle.stateful import Stateful


class OutcomesPage(DeskList):
    """The results that the reader follows; drafts first."""

    page_title = gettext_lazy("Results")
    filter_form = OutcomeFilters
    add = ("desk:outcome_new", gettext_lazy("Enter a practice"))

    def head(self) -> list[Text]:
        """Title, place, state, since when."""
        return [_("Result"), _("Municipality"), _("State"), _("Since")]

    def rows(self, chosen: Mapping[str, Any]) -> QuerySet[Outcome]:
        """Filter by state and place."""
        rows = desk_outcomes(self.reader).select_related("municipality")
        if state := chosen.get("state"):
            rows = rows.filter(state=state)
        if place := chosen.get("municipality"):
            rows = rows.filter(municipality=place)
        return rows.order_by("state", "-state_since", "-pk")

    def shown(self, things: list[Any]) -> list[dict[str, Any]]:
        """Return the rows."""
        return [
            {
                "url": reverse("desk:outcome", args=[row.public_id]),
                "cells": [
                    str(row),
                    row.municipality or "",
                    row.get_state_display(),
                    row.state_since,
                ],
            }
            for row in things
        ]


class NewOutcomePage(DeskPage):
    """A good practice that is entered without a need."""

    template_name = "desk/outcome_new.html"
    page_title = gettext_lazy("Enter a practice")
    header_icon = "doc-full"
    parents: ClassVar = [("desk:outcomes", gettext_lazy("Results"))]
    actions: ClassVar = {"save": "save"}

    def _form(self) -> OutcomeForm:
        form: OutcomeForm = self.form(OutcomeForm, "save", instance=Outcome())
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        return super().get_context_data(**kwargs) | {"outcome_form": self._form()}

    def save(self) -> HttpResponse:
        """Keep the draft and go to its page."""
        outcome = draft_outcome(by=self.reader, **self.valid(self._form()))
        messages.success(self.request, _("The draft is kept. Check it, then publish."))
        return redirect("desk:outcome", outcome.public_id)


class OutcomePage(Approvals):
    """One result: its texts, and whether everybody reads them."""

    template_name = "desk/outcome.html"
    crumb = gettext_lazy("Result")
    header_icon = "doc-full"
    parents: ClassVar = [("desk:outcomes", gettext_lazy("Results"))]
    actions: ClassVar = {
        "save": "save",
        "publish": "publish",
        "withdraw": "withdraw",
        **Approvals.actions,
    }

    def approved_step(self) -> tuple[Machine, Stateful, str]:
        """Publishing the result."""
        return OUTCOME, self.outcome, "publish"

    @cached_property
    def outcome(self) -> Outcome:
        """The result, as it is now."""
        rows = desk_outcomes(self.reader).select_related("need", "project")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def forget(self) -> None:
        """Read the result anew."""
        self.__dict__.pop("outcome", None)

    def get_page_title(self) -> str:
        """Return the result's title."""
        return str(self.outcome)

    def _form(self) -> OutcomeForm:
        copy = Outcome.objects.get(pk=self.outcome.pk)
        form: OutcomeForm = self.form(OutcomeForm, "save", instance=copy)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and what can be done."""
        context = super().get_context_data(**kwargs)
        can = set(OUTCOME.open_actions(self.outcome, self.reader))
        who = _("Kept in the log; read by the desk only.")
        back = self.form(CommentForm, "withdraw", help_text=who, prefix="withdraw")
        return context | {
            "outcome": self.outcome,
            "published": self.outcome.state == OutcomeState.PUBLISHED,
            "project": getattr(self.outcome, "project", None),
            "outcome_form": self._form(),
            "can": can,
            "withdraw_form": back if "withdraw" in can else None,
        }

    def save(self) -> str:
        """Write what changed."""
        edit_outcome(self.outcome, by=self.reader, **self.valid(self._form()))
        return _("Saved.")

    def publish(self) -> str:
        """Publish it as a page."""
        publish_outcome(self.outcome, by=self.reader)
        return _("The result is published.")

    def withdraw(self) -> str:
        """Take it back for correction."""
        form = self.form(CommentForm, "withdraw", prefix="withdraw")
        comment = self.valid(form)["comment"]
        withdraw_outcome(self.outcome, by=self.reader, comment=comment)
        return _("The result is a draft again; nobody outside the desk reads it.")
