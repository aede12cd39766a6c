"""Whom the matcher can never propose, and the one step that helps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.actions.needs import EDITABLE
from catalogue.models import Expertise, Facility, Need, Researcher
from desk.forms.filters import NoTextFilters
from desk.views.base import DeskList, Text
from lifecycle import clock
from lifecycle.models import LogEntry
from notifications.asking import ASKED, PAUSE, ask_for_text
from recommendations.bare import Unmatched, unmatched
from recommendations.enums import NoText

MODELS: dict[str, type[Researcher] | type[Expertise] | type[Facility]] = {
    "researcher": Researcher,
    "expertise": Expertise,
    "facility": Facility,
}


class NoTextPage(DeskList):
    """People, entries and needs without a text to compare; a button asks for one."""

    page_title = gettext_lazy("Without a text")
    template_name = "desk/no_text.html"
    header_icon = "form"
    secretariat_only = True
    filter_form = NoTextFilters
    actions: ClassVar = {"ask": "ask"}

    def head(self) -> list[Text]:
        """Who or what, of which kind and house, what is missing, what to do."""
        return [
            _("Name or title"),
            _("Kind"),
            _("Organisation"),
            _("What is missing"),
            _("What helps"),
        ]

    def rows(self, chosen: Mapping[str, Any]) -> list[Unmatched]:
        """Filter by kind and by what is missing."""
        kind, why = chosen.get("kind"), chosen.get("why")
        return [
            row
            for row in unmatched()
            if kind in (None, row.thing._meta.model_name) and why in (None, row.why)
        ]

    def shown(self, things: list[Any]) -> list[dict[str, Any]]:
        """Return the rows, each with its one step."""
        asked = _last_asked([row.thing for row in things])
        return [
            {
                "url": _page_of(row),
                "cells": [
                    str(row.thing),
                    row.thing._meta.verbose_name,
                    _house(row.thing),
                    row.why.label,
                    "",
                ],
                "step": _step(row, asked.get(row.thing.public_id)),
            }
            for row in things
        ]

    def ask(self) -> str:
        """Ask for a text by mail."""
        model = MODELS.get(self.request.POST.get("kind", ""))
        ident = self.request.POST.get("public_id", "")
        if model is None:
            raise Http404
        thing: Any = get_object_or_404(model, public_id=ident)
        ask_for_text(thing, by=self.reader)
        return _("“%(who)s” was asked for a text.") % {"who": thing}


def _last_asked(things: list[Any]) -> dict[str, datetime]:
    entries = LogEntry.objects.filter(
        subject_id__in=[thing.public_id for thing in things], action=ASKED
    )
    return dict(entries.values_list("subject_id").annotate(Max("at")).order_by())


def _step(row: Unmatched, asked: datetime | None) -> dict[str, Any]:
    """Return the step that helps: a link, a button, or since when it is waited for."""
    if isinstance(row.thing, Need):
        return {"url": _page_of(row), "label": _("Add to the text")}
    if row.why == NoText.SUBMITTED and row.entry is not None:
        address = reverse("desk:offer", args=["expertise", row.entry.public_id])
        return {"url": address, "label": _("Check the entry")}
    if asked is not None and asked > clock.now() - PAUSE:
        return {"asked": asked}
    return {
        "asks": True,
        "kind": row.thing._meta.model_name,
        "public_id": row.thing.public_id,
        "label": _("Ask for a text"),
    }


def _page_of(row: Unmatched) -> str:
    thing = row.thing
    if isinstance(thing, Researcher):
        return reverse("desk_researchers:edit", args=[thing.pk])
    if isinstance(thing, Need):
        page = "desk:need_edit" if thing.state in EDITABLE else "desk:need"
        return reverse(page, args=[thing.public_id])
    return reverse("desk:offer", args=[thing._meta.model_name, thing.public_id])


def _house(thing: Any) -> str:
    """Return where somebody works or whose an entry is; of a need, nothing."""
    if isinstance(thing, Researcher):
        return ", ".join(str(row.organisation) for row in thing.affiliations.all())
    return "" if isinstance(thing, Need) else str(thing.organisation)
