"""Matching events: what staff enter, the plan that a job makes, its confirmation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.rules import is_secretariat
from catalogue.enums import OfferState
from catalogue.models import Expertise, Need
from catalogue.selectors.people import barred_offers, room_of
from lifecycle.actions import perform, record, revise
from lifecycle.errors import InvalidInput, NotAllowed, WrongState
from lifecycle.jobs import enqueue
from matching import Matcher
from matching.assignment import assign
from matching.planning_errors import ImpossibleAssignment, ImpossibleTimetable
from matching.timetable import Place, plan
from recommendations.documents import MATCHED_NEEDS, need_document
from recommendations.engine import engine
from recommendations.enums import EventState, PairingState
from recommendations.models import MatchingEvent, Meeting, Pairing
from recommendations.participants import offerer_key, presence_key, presences
from recommendations.transitions import EVENT

CHANGEABLE = (EventState.DRAFT, EventState.IMPOSSIBLE, EventState.PROPOSED)
# Of the work: scores first, then assignment and timetable.
SCORED = 80


def keep_event(
    event: MatchingEvent,
    *,
    by: User,
    needs: Iterable[Need] | None = None,
    offers: Iterable[Expertise] | None = None,
    **fields: Any,
) -> MatchingEvent:
    """Write an event, a new one or one as it stands.

    Raises:
        NotAllowed: not the secretariat.
        WrongState: it is being planned or was confirmed.
        ValidationError: a field is wrong.

    Side effects: writes the event and a log entry.
    """
    if not is_secretariat(by):
        raise NotAllowed(action="edit")
    with transaction.atomic():
        row, action = event, "draft"
        if event.pk:
            row = MatchingEvent.objects.select_for_update().get(pk=event.pk)
            action = "edit"
        if row.state not in CHANGEABLE:
            raise WrongState(state=row.get_state_display())
        before, after = revise(row, fields)
        row.full_clean()
        row.save()
        if needs is not None:
            row.needs.set(needs)
        if offers is not None:
            row.offers.set(offers)
        record(row, action, by=by, before=before, after=after)
    return row


def plan_event(event: MatchingEvent, *, by: User) -> None:
    """Have an event planned by a job.

    Raises:
        InvalidInput: no need was chosen.
        NotAllowed, WrongState, AlreadyDecided: nothing changed.

    Side effects: queues the job; see ``lifecycle.actions.perform``.
    """
    if not event.needs.exists():
        raise InvalidInput(_("Please choose the needs first."))
    with transaction.atomic():
        values = {"progress": 0, "problem": {}}
        perform(EVENT, event, "plan", by=by, values=values)
        enqueue("recommendations.plan_event", event_id=event.public_id)


def confirm_event(event: MatchingEvent, *, by: User) -> None:
    """Say that the proposed meetings hold.

    Side effects: see ``lifecycle.actions.perform``.
    """
    perform(EVENT, event, "confirm", by=by)


def prepare_again(event: MatchingEvent, *, by: User) -> None:
    """Change an event again; its meetings stay until it is planned anew.

    Side effects: see ``lifecycle.actions.perform``.
    """
    perform(EVENT, event, "prepare_again", by=by)


def make_plan(event: MatchingEvent) -> None:
    """Assign and place the meetings of an event that is being planned.

    Side effects: writes the meetings in place of the former ones, or what clashes,
    or that it failed; see ``lifecycle.actions.perform``. Does nothing to an event in
    another state. What fails is raised.
    """
    if event.state != EventState.PLANNING:
        return
    needs = list(event.needs.filter(state__in=MATCHED_NEEDS).order_by("pk"))
    offers = _offers(event)
    try:
        meetings, waiting, proven = _meetings(event, needs, offers)
    except ImpossibleAssignment as told:
        _give_up(event, _assignment_problem(told, needs))
        return
    except ImpossibleTimetable as told:
        _give_up(event, _timetable_problem(told, needs))
        return
    except Exception:
        # Without this the event would stay as if it were still being planned.
        _give_up(event, {"kind": "failed"})
        raise
    with transaction.atomic():
        values = {"progress": 100, "waiting": waiting, "proven": proven}
        perform(EVENT, event, "propose", by=None, values=values)
        event.meetings.all().delete()
        Meeting.objects.bulk_create(meetings)


def _offers(event: MatchingEvent) -> list[Expertise]:
    published = Expertise.objects.filter(state=OfferState.PUBLISHED)
    chosen = event.offers.values("pk")
    rows = published.filter(pk__in=chosen) if chosen.exists() else published
    return list(rows.order_by("pk"))


def _meetings(
    event: MatchingEvent, needs: Sequence[Need], offers: Sequence[Expertise]
) -> tuple[list[Meeting], int, bool]:
    people = sorted({offerer_key(offer) for offer in offers})
    column = {key: number for number, key in enumerate(people)}
    scores = np.zeros((len(needs), len(people)))
    best: dict[tuple[int, int], Expertise] = {}
    barred = np.zeros(scores.shape, np.bool_)
    matcher = engine().current()
    put_aside = set(
        Pairing.objects.filter(
            need__in=needs, state=PairingState.DISMISSED
        ).values_list("need_id", "expertise_id")
    )
    for row, need in enumerate(needs):
        found = matcher.score_all(need_document(need), kinds=["expertise"])
        bars = set(barred_offers(need).values_list("pk", flat=True))
        for offer in offers:
            at = column[offerer_key(offer)]
            score = found.get(("expertise", offer.public_id), 0.0)
            if (need.pk, offer.pk) in put_aside:
                score = 0.0
            if offer.pk in bars:
                barred[row, at] = True
            if (row, at) not in best or score > scores[row, at]:
                scores[row, at], best[row, at] = score, offer
        _tell_progress(event, SCORED * (row + 1) // len(needs))
    assignment = assign(
        scores,
        at_least=event.at_least,
        at_most=event.at_most,
        rooms=_rooms(event, offers, column),
        barred=barred,
    )
    groups = [(presence_key(needs[n]), people[p]) for n, p in assignment.pairs]
    timetable = plan(
        groups, rooms=event.rooms, slots=event.slots, absences=_absences(event, needs)
    )
    meetings = [
        _meeting(event, matcher, needs[n], best[n, p], float(scores[n, p]), place)
        for (n, p), place in zip(assignment.pairs, timetable.places, strict=True)
    ]
    return meetings, timetable.waiting, timetable.proven


def _rooms(
    event: MatchingEvent, offers: Sequence[Expertise], column: Mapping[str, int]
) -> list[int]:
    """How many needs each person takes: at most k, and no more than they have room."""
    people = [o.researcher_id for o in offers if o.researcher_id is not None]
    free = room_of(people)
    rooms = [event.per_person] * len(column)
    for offer in offers:
        if offer.researcher_id is not None:
            room = min(event.per_person, free[offer.researcher_id])
            rooms[column[offerer_key(offer)]] = room
    return rooms


def _absences(event: MatchingEvent, needs: Sequence[Need]) -> dict[str, set[int]]:
    """When each who has to be there is away, also as the side of a withheld need."""
    behind = presences(needs)
    away: dict[str, set[int]] = defaultdict(set)
    for key, slots in event.absences.items():
        away[behind.get(key, key)].update(slots)
    return away


def _meeting(
    event: MatchingEvent,
    matcher: Matcher,
    need: Need,
    offer: Expertise,
    score: float,
    place: Place,
) -> Meeting:
    evidence = matcher.explain(need_document(need), "expertise", offer.public_id)
    return Meeting(
        event=event,
        need=need,
        expertise=offer,
        score=score,
        evidence=evidence.as_json() if evidence else {},
        slot=place.slot,
        room=place.room,
    )


def _tell_progress(event: MatchingEvent, percent: int) -> None:
    MatchingEvent.objects.filter(pk=event.pk).update(progress=percent)


def _give_up(event: MatchingEvent, problem: dict[str, Any]) -> None:
    perform(EVENT, event, "give_up", by=None, values={"problem": problem})


def _assignment_problem(
    told: ImpossibleAssignment, needs: Sequence[Need]
) -> dict[str, Any]:
    shorts = [
        {
            "need": needs[short.need].public_id,
            "wanted": short.wanted,
            "fitting": short.fitting,
            "barred": short.barred,
            "full": short.full,
        }
        for short in told.shorts
    ]
    clash = told.clash and {
        "needs": [needs[number].public_id for number in told.clash.needs],
        "people": len(told.clash.people),
        "wanted": told.clash.wanted,
        "places": told.clash.places,
    }
    return {"kind": "assignment", "shorts": shorts, "clash": clash}


def _timetable_problem(
    told: ImpossibleTimetable, needs: Sequence[Need]
) -> dict[str, Any]:
    # How many meetings somebody has in all would tell which withheld needs are theirs.
    withheld = set(presences(needs).values())
    return {
        "kind": "timetable",
        "overbooked": [
            {
                "who": "" if row.who in withheld else row.who,
                "meetings": row.meetings,
                "slots": row.slots,
            }
            for row in told.overbooked
        ],
        "places": told.places,
        "unplaced": len(told.unplaced),
        "more_rooms": told.more_rooms,
        "without_absences": told.without_absences,
    }
