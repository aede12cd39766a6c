"""What the matcher finds, by kind: how it is chosen, headed and listed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from web.lists import items


@dataclass(frozen=True)
class MatchedKind:
    """One kind of thing that may answer a text.

    ``choice`` is what one looks for, ``heading`` stands above what was found, ``side``
    beside its passages. Of what is ``offered`` the order is said to be no judgement.
    """

    choice: str | Promise
    heading: str | Promise
    side: str | Promise
    offered: bool = False


KINDS = {
    "expertise": MatchedKind(
        _("Who can help"),
        _("Candidates who may be able to help"),
        _("The expertise"),
        offered=True,
    ),
    "facility": MatchedKind(
        _("Facilities"), _("Facilities that may help"), _("The facility"), offered=True
    ),
    "outcome": MatchedKind(
        _("Results"), _("Results on a similar matter"), _("The result")
    ),
    "need": MatchedKind(
        _("Needs, where you write what you can do"),
        _("Needs that this may answer"),
        _("The need"),
    ),
}


def matched_items(
    kind: str, things: Iterable[Any], reader: User | None
) -> list[items.Item]:
    """Return what was found as items; a poster is named only to those who may know."""
    rows = list(things)
    if kind == "need":
        return items.needs_briefly(rows, reader)
    if kind == "facility":
        return items.facilities_briefly(rows)
    if kind == "outcome":
        return items.outcomes_briefly(rows)
    return items.expertise_briefly(rows)
