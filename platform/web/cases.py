"""A case's timeline as the components take it."""

from typing import Any

from django.urls import reverse

from catalogue.enums import OutcomeState, Visibility
from catalogue.models import Need, Outcome
from catalogue.selectors.visibility import READABLE
from projects.selectors.timelines import Timeline


def shown(timeline: Timeline, here: str) -> dict[str, Any]:
    """Return the stages, the entries and whose turn it is.

    Args:
        timeline: as the reader may know it.
        here: the path of the page it stands on, to which nothing links.
    """
    turn = timeline.turn
    return {
        "stages": timeline.stages,
        "entries": [
            {
                "at": step.at,
                "stage": step.stage,
                "title": step.what,
                "who": step.who,
                "note": step.note,
                "url": _address(step.thing, here),
            }
            for step in timeline.steps
        ],
        "turn": turn
        and {
            "sentence": turn.sentence,
            "since": turn.since,
            "label": turn.label,
            "url": reverse(turn.url_name, args=turn.url_args) if turn.url_name else "",
        },
    }


def _address(thing: Any, here: str) -> str:
    """Return the public page of a thing, if it has one and is not this one."""
    address = ""
    if isinstance(thing, Outcome) and thing.state == OutcomeState.PUBLISHED:
        address = reverse("web:outcome", args=[thing.public_id])
    elif isinstance(thing, Need) and thing.state in READABLE:
        if thing.visibility == Visibility.PUBLIC:
            address = reverse("web:need", args=[thing.public_id])
    return "" if address == here else address
