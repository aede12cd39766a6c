"""The plan of a matching event: who meets whom by the rule of proposing, and when."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import QuerySet

from catalogue.enums import OfferState, Visibility
from catalogue.models import Expertise, Need
from catalogue.selectors.people import barred_offers, room_of
from matching.assignment import Limit, assign
from matching.index import Index
from matching.planning_errors import (
    Clash,
    ImpossibleAssignment,
    ImpossibleTimetable,
    TimeIsUp,
)
from matching.proposing import evidence_for, weigh, with_links
from matching.reading import Parts, read
from matching.timetable import Place, plan
from matching.weights import Weights
from recommendations.clashes import assignment_problem, timetable_problem
from recommendations.documents import MATCHED_NEEDS, need_document
from recommendations.engine import engine
from recommendations.enums import OF_THE_PERSON, PairingState
from recommendations.models import MatchingEvent, Meeting, Pairing
from recommendations.participants import (
    need_key,
    offerer_key,
    presence_key,
    presences,
)
from recommendations.reaching import proposable

# Of the work: scores first, then assignment and timetable.
SCORED = 80


class CannotBePlanned(Exception):
    """Not all can be kept to; ``problem`` says what clashes, as an event keeps it."""

    def __init__(self, problem: dict[str, Any]) -> None:
        """Keep what clashes."""
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Plan:
    """Meetings that are not written yet, and what `matching.timetable` says of them."""

    meetings: list[Meeting]
    waiting: int
    proven: bool


def plannable(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Return those needs that can take part in an event.

    They are matched, and not for the secretariat alone: whoever takes part reads the
    plan.
    """
    rows = needs.filter(state__in=MATCHED_NEEDS)
    return rows.exclude(visibility=Visibility.SECRETARIAT)


def plan_of(event: MatchingEvent, tell: Callable[[int], None]) -> Plan:
    """Assign and place the meetings of an event; nothing is written.

    Args:
        event: what to keep to.
        tell: is called with the percentage that is done, from time to time.

    Raises:
        CannotBePlanned: not all can be kept to.
    """
    index = engine().current().index
    needs = list(plannable(event.needs.all()).order_by("pk"))
    offers = _offers(event)
    people = sorted({offerer_key(offer) for offer in offers})
    column = {key: number for number, key in enumerate(people)}
    asked = _asked(index, needs)
    table = _scores(index, needs, asked, offers, column, tell)
    away = _absences(event, needs)
    withheld = set(presences(needs).values())
    there = {key: event.slots - len(slots) for key, slots in away.items()}
    free = _free(event, needs, offers, there)
    rooms = {key: min(event.per_person, most) for key, most in free.items()}
    try:
        assignment = assign(
            table.scores,
            at_least=event.at_least,
            at_most=event.at_most,
            rooms=[rooms[key] for key in people],
            barred=table.barred,
            together=_limits(event, needs, there, rooms),
        )
        timetable = plan(
            [_there(needs[n], people[p], withheld) for n, p in assignment.pairs],
            rooms=event.rooms,
            slots=event.slots,
            absences=away,
            uncounted=withheld,
        )
    except ImpossibleAssignment as told:
        more = _more_each(event, told.clash, table, [free[key] for key in people])
        raise CannotBePlanned(assignment_problem(told, needs, more)) from told
    except ImpossibleTimetable as told:
        met = [(needs[n], people[p]) for n, p in assignment.pairs]
        raise CannotBePlanned(timetable_problem(told, needs, met)) from told
    except TimeIsUp as told:
        raise CannotBePlanned({"kind": "time"}) from told
    meetings = [
        _meeting(event, index, needs[n], asked[n], table.best[n, p], place)
        for (n, p), place in zip(assignment.pairs, timetable.places, strict=True)
    ]
    return Plan(meetings, timetable.waiting, timetable.proven)


def still_stands(meetings: Sequence[Meeting]) -> bool:
    """Return whether all who are to meet still may, as everything is now.

    Needs are open, offers published, nobody is put aside or barred, and every
    researcher has room for all their meetings.
    """
    everything = Need.objects.filter(pk__in={meeting.need_id for meeting in meetings})
    published = Expertise.objects.filter(state=OfferState.PUBLISHED)
    needs = plannable(everything).in_bulk()
    offers = published.in_bulk({meeting.expertise_id for meeting in meetings})
    if any(m.need_id not in needs or m.expertise_id not in offers for m in meetings):
        return False
    people = Counter(
        person
        for meeting in meetings
        if (person := offers[meeting.expertise_id].researcher_id) is not None
    )
    free = room_of(list(people))
    if any(count > free[person] for person, count in people.items()):
        return False
    groups: dict[int, list[Expertise]] = defaultdict(list)
    for meeting in meetings:
        groups[meeting.need_id].append(offers[meeting.expertise_id])
    aside = _PutAside(list(needs.values()))
    return not any(
        any(aside.bars(needs[pk], offer) for offer in group)
        or barred_offers(needs[pk]).filter(pk__in=[o.pk for o in group]).exists()
        for pk, group in groups.items()
    )


@dataclass(frozen=True)
class _Table:
    """What is known of each need (row) and each person (column) of an event.

    ``best`` is the offer with which the person answers the need best, and its number.
    """

    scores: Any
    barred: Any
    best: dict[tuple[int, int], tuple[Expertise, int]]


@dataclass(frozen=True)
class _Asked:
    """A need's text as it asks: its sentences, the dictionary's words in them."""

    parts: Parts
    weights: Sequence[Weights]


class _PutAside:
    """Who was put aside for a need: an offer, or a person with all their offers."""

    def __init__(self, needs: Sequence[Need]) -> None:
        rows = Pairing.objects.filter(need__in=needs, state=PairingState.DISMISSED)
        self._offers: set[tuple[int, int]] = set()
        self._people: set[tuple[int, str]] = set()
        for row in rows.with_reasons().select_related("expertise"):
            self._offers.add((row.need_id, row.expertise_id))
            if row.reason in OF_THE_PERSON:
                self._people.add((row.need_id, offerer_key(row.expertise)))

    def bars(self, need: Need, offer: Expertise) -> bool:
        return (need.pk, offer.pk) in self._offers or (
            need.pk,
            offerer_key(offer),
        ) in self._people


def _offers(event: MatchingEvent) -> list[Expertise]:
    published = Expertise.objects.filter(state=OfferState.PUBLISHED)
    chosen = event.offers.values("pk")
    rows = published.filter(pk__in=chosen) if chosen.exists() else published
    return list(rows.order_by("pk"))


def _asked(index: Index, needs: Sequence[Need]) -> list[_Asked]:
    found = []
    for need in needs:
        parts = read(need_document(need))
        weights = weigh(index, parts)
        found.append(_Asked(with_links(parts, weights), weights))
    return found


def _scores(
    index: Index,
    needs: Sequence[Need],
    asked: Sequence[_Asked],
    offers: Sequence[Expertise],
    column: Mapping[str, int],
    tell: Callable[[int], None],
) -> _Table:
    """Score what would be proposed; what would not, and who was put aside, is 0."""
    table = _Table(
        np.zeros((len(needs), len(column))),
        np.zeros((len(needs), len(column)), np.bool_),
        {},
    )
    by_number = {
        number: offer
        for offer in offers
        if (number := index.number(("expertise", offer.public_id))) is not None
    }
    numbers = np.asarray(sorted(by_number), np.int64)
    aside = _PutAside(needs)
    for row, need in enumerate(needs):
        barred = set(barred_offers(need).values_list("pk", flat=True))
        for offer in offers:
            if offer.pk in barred:
                table.barred[row, column[offerer_key(offer)]] = True
        for number, score in proposable(index, asked[row].weights, numbers).items():
            offer = by_number[number]
            at = column[offerer_key(offer)]
            if score > table.scores[row, at] and not aside.bars(need, offer):
                table.scores[row, at] = score
                table.best[row, at] = offer, number
        tell(SCORED * (row + 1) // len(needs))
    return table


def _free(
    event: MatchingEvent,
    needs: Sequence[Need],
    offers: Sequence[Expertise],
    there: Mapping[str, int],
) -> dict[str, int]:
    """How many needs each person could take: their room, while they are there.

    An organisation that posts as well has to be there for the least number of meetings
    of its own needs.
    """
    people = [o.researcher_id for o in offers if o.researcher_id is not None]
    rooms = room_of(people)
    own = Counter(presence_key(need) for need in needs)
    free: dict[str, int] = {}
    for offer in offers:
        key = offerer_key(offer)
        free[key] = max(there.get(key, event.slots) - event.at_least * own[key], 0)
        if offer.researcher_id is not None:
            free[key] = min(free[key], rooms[offer.researcher_id])
    return free


def _limits(
    event: MatchingEvent,
    needs: Sequence[Need],
    there: Mapping[str, int],
    rooms: Mapping[str, int],
) -> list[Limit]:
    """No more meetings than there are places, and than each poster is there for.

    What a poster who offers as well may take of the others' needs is kept free. Where
    even the least numbers are more than that, the timetable says what clashes.
    """
    posters: dict[str, list[int]] = defaultdict(list)
    for number, need in enumerate(needs):
        posters[presence_key(need)].append(number)
    limits = [
        (mine, there.get(key, event.slots) - rooms.get(key, 0))
        for key, mine in posters.items()
    ]
    limits.append((list(range(len(needs))), event.rooms * event.slots))
    return [Limit(mine, max(most, event.at_least * len(mine))) for mine, most in limits]


def _absences(event: MatchingEvent, needs: Sequence[Need]) -> dict[str, set[int]]:
    """When each who has to be there is away.

    An absence noted for a need that was withheld goes on counting when it no longer is.
    """
    behind = {need_key(need): presence_key(need) for need in needs}
    away: dict[str, set[int]] = defaultdict(set)
    for key, slots in event.absences.items():
        away[behind.get(key, key)] |= set(slots) & set(range(event.slots))
    return away


def _there(need: Need, person: str, withheld: Collection[str]) -> list[str]:
    """Who is at a meeting; rooms go after the first, who offers.

    Whoever posts a need that is withheld is in one meeting at a time, but neither their
    rooms nor their waiting are looked at: that would show which needs are theirs. Each
    of their needs waits by itself instead.
    """
    poster = presence_key(need)
    own = [need_key(need)] if poster in withheld else []
    return [person, poster, *own]


def _meeting(
    event: MatchingEvent,
    index: Index,
    need: Need,
    asked: _Asked,
    found: tuple[Expertise, int],
    place: Place,
) -> Meeting:
    offer, number = found
    evidence = evidence_for(index, asked.parts, asked.weights, number)
    # It is proposable: there is evidence for it in the same index.
    assert evidence is not None
    return Meeting(
        event=event,
        need=need,
        expertise=offer,
        score=evidence.score,
        evidence=evidence.as_json(),
        slot=place.slot,
        room=place.room,
    )


def _more_each(
    event: MatchingEvent, clash: Clash | None, table: _Table, free: Sequence[int]
) -> bool:
    """Whether more needs for each person would give the needs that clash more places.

    ``free`` is how many each person (column) could take.
    """
    if clash is None:
        return False
    fitting = (table.scores > 0) & ~table.barred
    wanted = fitting[list(clash.needs)].sum(axis=0)
    return any(
        event.per_person < min(free[person], wanted[person]) for person in clash.people
    )
