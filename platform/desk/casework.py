"""A case's timeline as the design's component shows it, with links into the desk."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from catalogue.models import Need, Outcome
from curation.models import Introduction, Party
from curation.selectors.people import name_is_withheld
from projects.models import Project
from projects.selectors.timelines import timeline
from recommendations.models import Pairing


def case_context(need: Need, reader: User, *, here: str) -> dict[str, Any]:
    """Return ``turn``, ``entries`` and ``stages`` of a case for the templates.

    Args:
        need: whose case it is.
        reader: who reads it.
        here: the path of the page it stands on, to which nothing links: its own
            buttons do what is to be done.
    """
    told = timeline(need, reader)
    turn = told.turn
    shown = None
    if turn is not None:
        shown = {"sentence": turn.sentence, "since": turn.since}
        if turn.mine and turn.url_name.startswith("desk:"):
            url = reverse(turn.url_name, args=turn.url_args)
            if url != here:
                shown |= {"url": url, "label": turn.label}
    last = len(told.steps) - 1
    entries = [
        {
            "at": step.at,
            "stage": step.stage,
            "title": step.title,
            "who": step.who,
            "note": "" if _may_name(step.thing, reader) else step.note,
            "url": _elsewhere(address_of(step.thing), here),
            "state": "current" if index == last and turn is not None else "done",
        }
        for index, step in enumerate(told.steps)
    ]
    return {"turn": shown, "entries": entries, "stages": told.stages}


def _elsewhere(url: str, here: str) -> str:
    """Return an address, or nothing where it leads to this very page."""
    return "" if url.partition("#")[0] == here else url


def _may_name(thing: Any, reader: User) -> bool:
    """Whether a note says who answered for a poster whose name is withheld."""
    return isinstance(thing, Party) and name_is_withheld(thing, reader)


def address_of(thing: Any) -> str:
    """Return the desk's page of a thing of a case; empty where it has none."""
    if isinstance(thing, Need):
        return reverse("desk:need", args=[thing.public_id])
    if isinstance(thing, Pairing):
        page = reverse("desk:need", args=[thing.need.public_id])
        return f"{page}#candidate-{thing.public_id}"
    if isinstance(thing, Party):
        thing = thing.introduction
    if isinstance(thing, Introduction):
        return reverse("desk:introduction", args=[thing.public_id])
    if isinstance(thing, Project):
        return reverse("desk:project", args=[thing.public_id])
    if isinstance(thing, Outcome):
        return reverse("desk:outcome", args=[thing.public_id])
    return ""
