"""Introductions: whose answer is awaited, and what follows when both agreed."""

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

from curation.actions.answers import accept, decline, pass_on
from curation.actions.talks import end_introduction, start_talking
from curation.actions.terms import remind
from curation.enums import AnswerState, EndReason, IntroductionState, Side
from curation.models import Introduction, Party
from curation.rules import has_the_request
from curation.selectors.people import (
    colleagues,
    name_is_withheld,
    name_of,
    stands_in,
)
from curation.selectors.sentences import answer_sentence
from curation.transitions import INTRODUCTION, PARTY
from desk.casework import case_context
from desk.forms.base import ReasonForm
from desk.forms.cases import AcceptForm, DeclineForm, PassOnForm, StartProjectForm
from desk.forms.filters import IntroductionFilters
from desk.reads import desk_introductions
from desk.views.base import DeskList, DeskPage, Text
from projects.actions.projects import start_project
from projects.models import Project
from projects.rules import may_start


class IntroductionsPage(DeskList):
    """The introductions that the reader follows, newest steps first."""

    page_title = gettext_lazy("Introductions")
    filter_form = IntroductionFilters

    def head(self) -> list[Text]:
        """Need, offer, state, since when, by when an answer is due."""
        return [_("Need"), _("Offer"), _("State"), _("Since"), _("Answer by")]

    def rows(self, chosen: Mapping[str, Any]) -> QuerySet[Introduction]:
        """Filter by state and place."""
        rows = desk_introductions(self.reader).with_case()
        if state := chosen.get("state"):
            rows = rows.filter(state=state)
        if place := chosen.get("municipality"):
            rows = rows.filter(pairing__need__municipality=place)
        return rows.order_by("-state_since", "-pk")

    def shown(self, things: list[Any]) -> list[dict[str, Any]]:
        """Return the rows; the day counts only while an answer is awaited."""
        return [
            {
                "url": reverse("desk:introduction", args=[row.public_id]),
                "cells": [
                    str(row.need),
                    f"{row.expertise} ({row.expertise.organisation})",
                    row.get_state_display(),
                    row.state_since,
                    row.due_on if row.state == IntroductionState.ASKED else "",
                ],
            }
            for row in things
        ]


class IntroductionPage(DeskPage):
    """One introduction: both sides, their answers, and the next step."""

    template_name = "desk/introduction.html"
    crumb = gettext_lazy("Introduction")
    header_icon = "mail"
    parents: ClassVar = [("desk:introductions", gettext_lazy("Introductions"))]
    actions: ClassVar = {
        "accept-need": "accept_need",
        "accept-offer": "accept_offer",
        "decline-need": "decline_need",
        "decline-offer": "decline_offer",
        "pass_on": "pass_on",
        "remind": "remind",
        "talk": "talk",
        "end": "end",
        "start": "start",
    }

    @cached_property
    def introduction(self) -> Introduction:
        """The introduction, as it is now."""
        rows = desk_introductions(self.reader).with_case()
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def forget(self) -> None:
        """Read the introduction anew."""
        self.__dict__.pop("introduction", None)

    def get_page_title(self) -> str:
        """Return the need's title."""
        return str(self.introduction.need)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both sides, what can be done, and the case's timeline."""
        context = super().get_context_data(**kwargs)
        row = self.introduction
        can = set(INTRODUCTION.open_actions(row, self.reader))
        talking = row.state == IntroductionState.TALKING
        start = talking and may_start(self.reader, row)
        asked = row.state == IntroductionState.ASKED and self.is_secretariat
        return (
            context
            | case_context(row.need, self.reader, here=self.request.path)
            | {
                "introduction": row,
                "need": row.need,
                "sides": [self._side(party) for party in row.parties.all()],
                "can": can,
                "may_remind": asked
                and any(
                    p.state == AnswerState.WAITING and p.reminded_at is None
                    for p in row.parties.all()
                ),
                "project": Project.objects.filter(introduction=row).first(),
                "end_form": self._end_form() if "end" in can else None,
                "start_form": self._start_form() if start else None,
            }
        )

    def _side(self, party: Party) -> dict[str, Any]:
        side = party.side
        can = set(PARTY.open_actions(party, self.reader))
        return {
            "party": party,
            "name": name_of(party, self.reader),
            # What was noted about an answer by telephone says who gave it.
            "note": "" if name_is_withheld(party, self.reader) else party.note,
            "answer": answer_sentence(party, staff=True),
            "waiting": party.state == AnswerState.WAITING,
            "stands_in": party.state == AnswerState.WAITING and stands_in(party),
            "accept_form": self._accept_form(side) if "accept" in can else None,
            "decline_form": self._decline_form(side) if "decline" in can else None,
            "pass_form": self._pass_form(party) if "pass_on" in can else None,
        }

    def _accept_form(self, side: str) -> AcceptForm:
        form: AcceptForm = self.form(
            AcceptForm, f"accept-{side}", prefix=f"accept-{side}"
        )
        return form

    def _decline_form(self, side: str) -> DeclineForm:
        form: DeclineForm = self.form(
            DeclineForm, f"decline-{side}", prefix=f"decline-{side}"
        )
        return form

    def _pass_form(self, party: Party) -> PassOnForm | None:
        if party.side != Side.OFFER or not has_the_request(self.reader, party):
            return None
        form: PassOnForm = self.form(
            PassOnForm,
            "pass_on",
            people=colleagues(party),
            initial={"researcher": party.researcher},
            prefix="pass",
        )
        return form

    def _end_form(self) -> ReasonForm:
        form: ReasonForm = self.form(ReasonForm, "end", reasons=EndReason, prefix="end")
        return form

    def _start_form(self) -> StartProjectForm:
        need = self.introduction.need
        initial = {"title_ja": need.title_ja, "title_en": need.title_en}
        form: StartProjectForm = self.form(
            StartProjectForm, "start", initial=initial, prefix="start"
        )
        return form

    def accept_need(self) -> str:
        """Record the poster's yes."""
        return self._accept(Side.NEED)

    def accept_offer(self) -> str:
        """Record the offering side's yes."""
        return self._accept(Side.OFFER)

    def decline_need(self) -> str:
        """Record the poster's no."""
        return self._decline(Side.NEED)

    def decline_offer(self) -> str:
        """Record the offering side's no."""
        return self._decline(Side.OFFER)

    def _accept(self, side: Side) -> str:
        given = self.valid(self._accept_form(side))
        row = accept(self.introduction, side=side, by=self.reader, **given)
        if row.state == IntroductionState.AGREED:
            return _("Recorded. Both sides agreed: their contact details are open.")
        return _("Recorded. The other side's answer is awaited.")

    def _decline(self, side: Side) -> str:
        given = self.valid(self._decline_form(side))
        decline(self.introduction, side=side, by=self.reader, **given)
        return _("Recorded. The other side is told courteously.")

    def pass_on(self) -> str:
        """Record whom the liaison office named."""
        party = self.introduction.party(Side.OFFER)
        form = PassOnForm(self.request.POST, people=colleagues(party), prefix="pass")
        given = self.valid(form)
        pass_on(self.introduction, by=self.reader, **given)
        return _("Recorded. The person named is asked now.")

    def remind(self) -> str:
        """Remind whoever has not answered, once."""
        count = remind(self.introduction, by=self.reader)
        if not count:
            return _("Nobody is left to remind: each side is reminded once.")
        return _("A reminder is on its way.")

    def talk(self) -> str:
        """Say that both sides are in touch."""
        start_talking(self.introduction, by=self.reader)
        return _("Noted that both sides are talking.")

    def end(self) -> str:
        """End the introduction with a reason."""
        given = self.valid(self._end_form())
        end_introduction(self.introduction, by=self.reader, **given)
        return _("The introduction has ended.")

    def start(self) -> HttpResponse:
        """Set up the joint project."""
        given = self.valid(self._start_form())
        project = start_project(self.introduction, by=self.reader, **given)
        messages.success(self.request, _("The joint project is set up."))
        return redirect("desk:project", project.public_id)
