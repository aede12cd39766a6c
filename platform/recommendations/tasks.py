"""Jobs: take identifiers, load, make one call."""

from catalogue.models import Expertise, Need
from catalogue.selectors.synonyms import KIND as DICTIONARY
from lifecycle.jobs import task
from recommendations.actions.events import make_plan
from recommendations.actions.suggestions import (
    refresh_all,
    refresh_around,
    refresh_for_need,
)
from recommendations.engine import engine
from recommendations.models import MatchingEvent


@task("recommendations.refresh")
def refresh(*, kind: str, object_id: str) -> None:
    """Propose anew what a changed need, expertise or dictionary concerns."""
    if kind == DICTIONARY:
        refresh_all()
    if kind == "need":
        for need in Need.objects.filter(public_id=object_id):
            refresh_for_need(need)
    if kind == "expertise":
        for expertise in Expertise.objects.filter(public_id=object_id):
            refresh_around(expertise)


@task("recommendations.plan_event")
def plan_event(*, event_id: str) -> None:
    """Plan a matching event."""
    for event in MatchingEvent.objects.filter(public_id=event_id):
        make_plan(event)


@task("recommendations.save_index", hourly=True)
def save_index() -> None:
    """Save the machine's matcher, so that the next start opens it."""
    engine().save()
