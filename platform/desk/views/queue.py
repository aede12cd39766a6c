"""The queue: what waits, whose turn it is, since when, and the next step."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.models import Need, Outcome
from curation.models import Introduction
from desk.forms.filters import QueueFilters
from desk.views.base import DeskList, Text
from desk.workload import workload
from lifecycle import clock
from projects.models import Project
from projects.selectors.queue import QueueItem
from recommendations.models import Pairing

PAGES = {
    Need: "desk:need",
    Introduction: "desk:introduction",
    Project: "desk:project",
    Outcome: "desk:outcome",
}
# From this many days on the waiting time stands out.
LONG = 7


class QueuePage(DeskList):
    """What waits, the longest waiting first."""

    page_title = _("Queue")
    filter_form = QueueFilters
    template_name = "desk/queue.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The queue is where every way begins."""
        return super().get_breadcrumbs_items()[1:]

    def head(self) -> list[Text]:
        """What, whose turn, since when, next step."""
        return [_("Case"), _("Whose turn"), _("Waiting since"), _("Next action")]

    def rows(self, chosen: Mapping[str, Any]) -> list[QueueItem]:
        """Filter what waits; it is read once for the page and the menu."""
        load = workload(self.request)
        tests = {"mine": load.is_mine, "desk": load.is_desks}
        turn, kind = chosen.get("turn"), chosen.get("kind")
        place = chosen.get("municipality")
        return [
            item
            for item in load.items
            if (turn not in tests or tests[turn](item))
            and (turn != "sides" or not load.is_desks(item))
            and (not kind or item.kind == kind)
            and (not place or _place(item) == place.pk)
        ]

    def shown(self, things: list[QueueItem]) -> list[dict[str, Any]]:
        """Return the rows with their addresses and waiting times."""
        return [
            {
                "url": _address(item),
                "chip": item.kind_label,
                "cells": [item.what, item.whose_turn, item.since, item.next_step],
                "days": (days := (clock.now() - item.since).days),
                "long": days >= LONG,
            }
            for item in things
        ]


def _place(item: QueueItem) -> int | None:
    if item.need is not None:
        return item.need.municipality_id
    return item.object.municipality_id if isinstance(item.object, Outcome) else None


def _address(item: QueueItem) -> str:
    thing = item.object
    if isinstance(thing, Pairing):
        page = reverse("desk:need", args=[thing.need.public_id])
        return f"{page}#candidate-{thing.public_id}"
    return reverse(PAGES[type(thing)], args=[thing.public_id])
