"""Needs: the list, and one need beside its candidates."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from catalogue.actions.needs import (
    EDITABLE,
    close_need,
    edit_need,
    look_at_withheld_name,
    open_need,
    renew_need,
    return_need,
    settle_need,
    submit_need,
)
from catalogue.enums import CloseReason, NeedKind
from catalogue.models import Need
from catalogue.rules import is_in_charge
from catalogue.selectors.people import competitors, unregistered_competitors
from catalogue.transitions import NEED
from desk.candidates import candidates_of, why_none
from desk.forms.base import CommentForm, ReasonForm
from desk.forms.filters import NeedFilters
from desk.forms.needs import ExpectedForm, NeedForm, RenewForm
from desk.posters import is_withheld, poster
from desk.reads import desk_needs
from desk.views.approvals import Approvals
from desk.views.base import DeskList, DeskPage, Text
from desk.views.decisions import Decisions
from desk.views.measuring import Measuring
from lifecycle.approvals import is_needed
from lifecycle.machines import Machine
from lifecycle.stateful import Stateful
from recommendations.enums import PairingState
from recommendations.selectors import beside


class NeedsPage(DeskList):
    """The needs that the reader follows, newest steps first."""

    page_title = gettext_lazy("Needs")
    filter_form = NeedFilters

    def head(self) -> list[Text]:
        """What, who, where, which state, since when, how many candidates."""
        return [
            _("Need"),
            _("Organisation"),
            _("Municipality"),
            _("State"),
            _("Since"),
            _("Candidates"),
        ]

    def rows(self, chosen: Mapping[str, Any]) -> QuerySet[Need]:
        """Filter by state, place and words of the title."""
        needs = desk_needs(self.reader).select_related("organisation", "municipality")
        if state := chosen.get("state"):
            needs = needs.filter(state=state)
        if place := chosen.get("municipality"):
            needs = needs.filter(municipality=place)
        if words := chosen.get("q"):
            needs = needs.filter(
                Q(title_ja__icontains=words) | Q(title_en__icontains=words)
            )
        still = ~Q(pairings__state=PairingState.DISMISSED)
        return needs.annotate(candidates=Count("pairings", still)).order_by(
            "-state_since", "-pk"
        )

    def shown(self, things: list[Any]) -> list[dict[str, Any]]:
        """Return the rows; a withheld name stays withheld."""
        return [
            {
                "url": reverse("desk:need", args=[need.public_id]),
                "cells": [
                    str(need),
                    poster(need, self.reader),
                    need.municipality or "",
                    need.get_state_display(),
                    need.state_since,
                    need.candidates,
                ],
            }
            for need in things
        ]


class OfNeed(DeskPage):
    """A page about one need that the reader follows; 404 for others."""

    crumb: Text = gettext_lazy("Need")

    parents: ClassVar = [("desk:needs", gettext_lazy("Needs"))]

    @cached_property
    def need(self) -> Need:
        """The need, as it is now."""
        needs = desk_needs(self.reader).select_related(
            "organisation", "municipality", "industry", "visit__by", "created_by"
        )
        return get_object_or_404(needs, public_id=self.kwargs["public_id"])

    def get_page_title(self) -> str:
        """Return the need's title."""
        return str(self.need)

    def forget(self) -> None:
        """Read the need anew."""
        self.__dict__.pop("need", None)


class NeedPage(Approvals, Decisions, OfNeed):
    """A need at the left, its candidates at the right, on one screen."""

    template_name = "desk/need.html"
    header_icon = "clipboard-list"
    actions: ClassVar = {
        "look": "look",
        "hand_in": "hand_in",
        "open": "open",
        "return": "give_back",
        "close": "close",
        "settle": "settle",
        "renew": "renew",
        **Decisions.actions,
        **Approvals.actions,
    }
    name_shown = False

    def approved_step(self) -> tuple[Machine, Stateful, str]:
        """Opening the need."""
        return NEED, self.need, "open"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Put the need and its candidates side by side."""
        context = super().get_context_data(**kwargs)
        need, reader = self.need, self.reader
        can = set(NEED.open_actions(need, reader))
        found = candidates_of(need)
        for candidate in found:
            candidate.dismiss_form = self.dismiss_form(candidate.pairing)
        hidden = is_withheld(need, reader) and not self.name_shown
        return context | {
            "need": need,
            "poster": _("Name withheld") if hidden else str(need.organisation),
            "hidden": hidden,
            "shown_now": self.name_shown,
            "kinds": [NeedKind(k).label for k in need.kinds if k in NeedKind.values],
            "themes": list(need.themes.all()),
            "can": can,
            "in_charge": bool(is_in_charge(reader, need)),
            "competitors": self._competitors(),
            "may_edit": need.state in EDITABLE,
            "candidates": [c for c in found if not c.is_dismissed],
            "dismissed": [c for c in found if c.is_dismissed],
            "why_none": why_none(need, found),
            "decides": self.is_secretariat,
            "why_not_form": ExpectedForm(),
            "beside": self._beside(),
            "forms": self._forms(can),
        }

    def _competitors(self) -> dict[str, list[Any]] | None:
        """Who must not be asked; for the secretariat alone."""
        if not self.is_secretariat or not self.need.competitors:
            return None
        return {
            "registered": competitors(self.need),
            "others": unregistered_competitors(self.need),
        }

    def _beside(self) -> list[dict[str, Any]]:
        """Facilities and results near the need, each with its evidence."""
        labels = {"facility": _("Facilities"), "outcome": _("Results")}
        found = beside(self.need, reader=self.reader)
        return [
            {
                "label": labels[kind],
                "rows": [
                    {"thing": row.thing, "evidence": row.match.evidence.as_json()}
                    for row in rows
                ],
            }
            for kind, rows in found.items()
        ]

    def _forms(self, can: set[str]) -> dict[str, Any]:
        note = _("The poster reads this comment.")
        every = {
            "return": lambda: self.form(CommentForm, "return", help_text=note),
            "close": lambda: self.form(ReasonForm, "close", reasons=CloseReason),
            "renew": lambda: self.form(RenewForm, "renew"),
        }
        return {name: make() for name, make in every.items() if name in can}

    def look(self) -> HttpResponse:
        """Show a withheld name on this page alone, once, and log the look."""
        look_at_withheld_name(self.need, by=self.reader)
        self.name_shown = True
        return self.render_to_response(self.get_context_data())

    def hand_in(self) -> str:
        """Hand an own draft in and, where the reader is in charge, open it."""
        with transaction.atomic():
            submit_need(self.need, by=self.reader)
            if is_needed(self.need, "open"):
                return _("Handed in. Opening it needs the approval of a second person.")
            if not is_in_charge(self.reader, self.need):
                return _("Handed in. The office in charge reads it next.")
            open_need(self.need, by=self.reader)
        return _("The need is open. Candidates appear within seconds.")

    def open(self) -> str:
        """Open a need that was handed in."""
        open_need(self.need, by=self.reader)
        return _("The need is open. Candidates appear within seconds.")

    def give_back(self) -> str:
        """Return a need with a comment."""
        comment = self.valid(self.form(CommentForm, "return"))["comment"]
        return_need(self.need, by=self.reader, comment=comment)
        return _("Returned with your comment. The poster is told.")

    def close(self) -> str:
        """Close a need with a reason."""
        given = self.valid(self.form(ReasonForm, "close", reasons=CloseReason))
        close_need(self.need, by=self.reader, **given)
        return _("The need is closed.")

    def settle(self) -> str:
        """Say that a need has its answer."""
        settle_need(self.need, by=self.reader)
        return _("The need is settled.")

    def renew(self) -> str:
        """Open an expired need again."""
        given = self.valid(self.form(RenewForm, "renew"))
        renew_need(self.need, by=self.reader, **given)
        return _("The need is open again.")


class NeedEditPage(Measuring, OfNeed):
    """The need's texts and conditions; on request, who could answer them."""

    crumb = gettext_lazy("Edit")
    template_name = "desk/need_edit.html"
    actions: ClassVar = {"save": "save", "measure": "measure"}

    def get_page_title(self) -> str:
        """Say that the need is edited here."""
        return _("Edit “%(need)s”") % {"need": self.need}

    @cached_property
    def need_form(self) -> NeedForm:
        """The form, over a copy of the need."""
        copy = Need.objects.get(pk=self.need.pk)
        form: NeedForm = self.form(NeedForm, "save", "measure", instance=copy)
        if not self.is_secretariat:
            form.leave_out_competitors()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        context = super().get_context_data(**kwargs)
        return context | {"need": self.need, "need_form": self.need_form}

    def measured_need(self) -> Need:
        """The copy of the need, into which the form puts what is right."""
        self.need_form.is_valid()
        need: Need = self.need_form.instance
        return need

    def save(self) -> HttpResponse:
        """Write what changed; the page keeps what was typed when it is refused."""
        given = self.valid(self.need_form)
        edit_need(self.need, by=self.reader, **given)
        messages.success(self.request, _("Saved."))
        return redirect("desk:need", self.need.public_id)
