"""When and where the meetings of a matching event take place.

Nobody is in two meetings at once, nobody is asked while absent, no more meetings than
rooms take place at a time, and people wait as little as can be. It is a mixed-integer
program, solved by SciPy (HiGHS).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from matching.planning_errors import (
    ImpossibleTimetable,
    InvalidProblem,
    Overbooked,
    SolverFailed,
    TimeIsUp,
)

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
TIME_LIMIT = 20.0
"""Seconds after which the best timetable found so far is taken."""
LIMIT_REACHED = 1
INFEASIBLE = 2


@dataclass(frozen=True, slots=True)
class Place:
    """When and where a meeting is: numbers of slot and room, from 0."""

    slot: int
    room: int


@dataclass(frozen=True, slots=True)
class Timetable:
    """A place for each meeting, in their order.

    `waiting` counts the slots that people spend between two of their meetings;
    `proven` says that no timetable has less.
    """

    places: tuple[Place, ...]
    waiting: int
    proven: bool


def plan(
    meetings: Sequence[Sequence[str]],
    *,
    rooms: int,
    slots: int,
    absences: Mapping[str, Collection[int]] | None = None,
    uncounted: Collection[str] = (),
    time_limit: float = TIME_LIMIT,
) -> Timetable:
    """Give every meeting a slot and a room.

    Args:
        meetings: who takes part in each. Whoever is named first stays in one room
            where they can; nobody else's rooms are looked at.
        rooms, slots: how many there are, at least one of each.
        absences: the slots in which somebody is not there.
        uncounted: whose waiting does not matter, so that no timetable tells of them.
        time_limit: seconds for the search for less waiting; after it, where it has
            found nothing, any timetable is taken.

    Raises:
        InvalidProblem: a number is impossible, or nobody meets (`what` names it).
        ImpossibleTimetable: not every meeting finds a place; says what clashes.
        TimeIsUp: whether every meeting finds a place was not found out in time.
    """
    if rooms < 1 or slots < 1:
        raise InvalidProblem(what="rooms" if rooms < 1 else "slots", reason="below 1")
    away = {
        who: set(gone) & set(range(slots)) for who, gone in (absences or {}).items()
    }
    groups = [list(dict.fromkeys(group)) for group in meetings]
    if not all(groups):
        raise InvalidProblem(what="meetings", reason="nobody takes part in one")
    if not groups:
        return Timetable((), 0, proven=True)
    problem = _Problem(groups, rooms, slots, away, uncounted)
    solved = problem.least_waiting(time_limit)
    if solved is None:
        raise _impossible(problem)
    chosen, proven = solved
    waiting = _waiting(groups, chosen, uncounted)
    firsts = [group[0] for group in groups]
    return Timetable(_with_rooms(firsts, chosen), waiting, proven)


class _Problem:
    """The choice of a slot for each meeting, as rows of a program.

    Columns are the meetings' slots (meeting × slot), then for each person who meets
    more than once, and whose waiting counts, whether they have begun and whether they
    still go on (person × slot each).
    """

    def __init__(
        self,
        groups: list[list[str]],
        rooms: int,
        slots: int,
        away: Mapping[str, Collection[int]],
        uncounted: Collection[str],
    ) -> None:
        self.groups, self.rooms, self.slots, self.away = groups, rooms, slots, away
        self.of: dict[str, list[int]] = defaultdict(list)
        for number, group in enumerate(groups):
            for who in group:
                self.of[who].append(number)
        self.busy = [who for who, mine in self.of.items() if len(mine) > 1]
        self.waiters = [who for who in self.busy if who not in uncounted]
        self.choices = len(groups) * slots
        self.width = self.choices + 2 * len(self.waiters) * slots

    def column(self, meeting: int, slot: int) -> int:
        """The column that says that a meeting is in a slot."""
        return meeting * self.slots + slot

    def upper(self) -> Floats:
        """Nought where somebody of a meeting is absent."""
        most = np.ones(self.width)
        for number, group in enumerate(self.groups):
            for slot in {slot for who in group for slot in self.away.get(who, ())}:
                most[self.column(number, slot)] = 0.0
        return most

    def once(self) -> csr_array:
        """A row for each meeting: its slots."""
        return self._rows(
            [(self.column(m, s), 1.0) for s in range(self.slots)]
            for m in range(len(self.groups))
        )

    def limits(self) -> tuple[csr_array, Floats]:
        """A row for each slot's rooms, and for each person in each slot."""
        every = range(len(self.groups))
        rows = [
            [(self.column(m, s), 1.0) for m in every] for s in range(self.slots)
        ] + [
            [(self.column(m, s), 1.0) for m in self.of[who]]
            for who in self.busy
            for s in range(self.slots)
        ]
        most = np.ones(len(rows))
        most[: self.slots] = self.rooms
        return self._rows(rows), most

    def presence(self) -> csr_array:
        """Rows that are at least nought: begun and going on, around each meeting."""
        rows = []
        for number, who in enumerate(self.waiters):
            begun = self.choices + 2 * number * self.slots
            going = begun + self.slots
            for s in range(self.slots):
                mine = [(self.column(m, s), -1.0) for m in self.of[who]]
                rows += [[(begun + s, 1.0), *mine], [(going + s, 1.0), *mine]]
                if s:
                    rows.append([(begun + s, 1.0), (begun + s - 1, -1.0)])
                    rows.append([(going + s - 1, 1.0), (going + s, -1.0)])
        return self._rows(rows)

    def least_waiting(self, time_limit: float) -> tuple[list[int], bool] | None:
        """Each meeting's slot, and whether no choice waits less; None: impossible.

        Raises `TimeIsUp`.
        """
        limits, most = self.limits()
        presence = self.presence()
        # Begun and going on at once is being there: the fewer slots, the less waiting.
        cost = np.concatenate(
            [np.zeros(self.choices), np.ones(self.width - self.choices)]
        )
        solved = self._solve(
            cost,
            [
                LinearConstraint(self.once(), 1, 1),
                LinearConstraint(limits, -np.inf, most),
                LinearConstraint(presence, 0, np.inf),
            ],
            time_limit,
        )
        if solved.status == INFEASIBLE:
            return None
        table = self._table(solved)
        if table is None:
            table = self._most_placed()
            if not table.any(axis=1).all():
                return None
        return table.argmax(axis=1).tolist(), solved.status != LIMIT_REACHED

    def unplaced(
        self, *, without_rooms: bool = False, without_absences: bool = False
    ) -> tuple[int, ...]:
        """The fewest meetings that find no place, with the limits that are kept.

        Raises `TimeIsUp`.
        """
        table = self._most_placed(without_rooms, without_absences)
        return tuple(np.flatnonzero(~table.any(axis=1)).tolist())

    def _most_placed(
        self, without_rooms: bool = False, without_absences: bool = False
    ) -> Mask:
        """Meeting × slot of as many meetings as find a place. Raises `TimeIsUp`."""
        limits, most = self.limits()
        if without_rooms:
            most[: self.slots] = len(self.groups)
        upper = np.ones(self.width) if without_absences else self.upper()
        cost = np.zeros(self.width)
        cost[: self.choices] = -1.0
        solved = self._solve(
            cost,
            [
                LinearConstraint(self.once(), 0, 1),
                LinearConstraint(limits, -np.inf, most),
            ],
            TIME_LIMIT,
            upper,
        )
        table = self._table(solved)
        all_placed = table is not None and table.any(axis=1).all()
        if table is None or (solved.status == LIMIT_REACHED and not all_placed):
            raise TimeIsUp(seconds=TIME_LIMIT)
        return table

    def _table(self, solved: Any) -> Mask | None:
        """Meeting × slot of a solution; None where the time did not suffice for one.

        Raises `SolverFailed`.
        """
        if solved.x is None:
            if solved.status == LIMIT_REACHED:
                return None
            raise SolverFailed(message=solved.message)
        chosen: Mask = solved.x[: self.choices] > 0.5
        return chosen.reshape(len(self.groups), self.slots)

    def _solve(
        self,
        cost: Floats,
        rows: list[LinearConstraint],
        time_limit: float,
        upper: Floats | None = None,
    ) -> Any:
        whole = np.zeros(self.width)
        whole[: self.choices] = 1
        return milp(
            cost,
            integrality=whole,
            bounds=Bounds(0, self.upper() if upper is None else upper),
            constraints=[row for row in rows if row.A.shape[0]],
            # Without this, a gap would be left that is small beside the sum.
            options={"time_limit": time_limit, "mip_rel_gap": 0.0},
        )

    def _rows(self, rows: Any) -> csr_array:
        starts, columns, values = [0], [], []
        for row in rows:
            columns += [column for column, _ in row]
            values += [value for _, value in row]
            starts.append(len(columns))
        return csr_array((values, columns, starts), shape=(len(starts) - 1, self.width))


def _impossible(problem: _Problem) -> ImpossibleTimetable:
    """What clashes: people's own slots, the places, or both together.

    That there is no timetable is known by now: what the time does not suffice to find
    out about it is left out.
    """
    overbooked = []
    for who, mine in sorted(problem.of.items()):
        there = problem.slots - len(problem.away.get(who, ()))
        if len(mine) > there:
            overbooked.append(Overbooked(who, len(mine), there))
    places = problem.rooms * problem.slots
    return ImpossibleTimetable(
        overbooked=tuple(overbooked),
        places=places if places < len(problem.groups) else None,
        unplaced=_unplaced(problem),
        more_rooms=_unplaced(problem, without_rooms=True) == (),
        without_absences=_unplaced(problem, without_absences=True) == (),
    )


def _unplaced(problem: _Problem, **without: bool) -> tuple[int, ...] | None:
    try:
        return problem.unplaced(**without)
    except TimeIsUp:
        return None


def _waiting(
    groups: Sequence[Sequence[str]], slots: Sequence[int], uncounted: Collection[str]
) -> int:
    """Slots that people spend between their first and last meeting without one."""
    mine: dict[str, list[int]] = defaultdict(list)
    for group, slot in zip(groups, slots, strict=True):
        for who in group:
            mine[who].append(slot)
    return sum(
        max(at) - min(at) + 1 - len(at)
        for who, at in mine.items()
        if who not in uncounted
    )


def _with_rooms(firsts: Sequence[str], slots: Sequence[int]) -> tuple[Place, ...]:
    """Rooms for the meetings of each slot, the first ones of all.

    Each is where its first-named sat last, where that is one of them and still free.
    """
    places: dict[int, Place] = {}
    last: dict[str, int] = {}
    for slot in sorted(set(slots)):
        now = [number for number, at in enumerate(slots) if at == slot]
        free = list(range(len(now)))
        now.sort(key=lambda number: (last.get(firsts[number], len(free)), number))
        for number in now:
            wanted = last.get(firsts[number])
            room = wanted if wanted in free else free[0]
            free.remove(room)
            last[firsts[number]] = room
            places[number] = Place(slot, room)
    return tuple(places[number] for number in range(len(firsts)))
