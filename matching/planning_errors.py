"""What can go wrong when people are assigned and meetings are placed in time."""

from dataclasses import dataclass

from matching.errors import MatchingError


class InvalidProblem(MatchingError):
    """A number of the problem is impossible: `what` it is, and the `reason`."""

    code = "invalid_problem"


class SolverFailed(MatchingError):
    """The solver gave up (`message`); nothing is known about the problem."""

    code = "solver_failed"


class TimeIsUp(MatchingError):
    """After so many `seconds` it is not known whether there is a solution."""

    code = "time_is_up"


@dataclass(frozen=True, slots=True)
class Short:
    """A need (by number) for which too few people are left, whoever the others get.

    `fitting` people score above the floor; of them `barred` must not meet it, and
    `full` take nobody more.
    """

    need: int
    wanted: int
    fitting: int
    barred: int
    full: int

    @property
    def left(self) -> int:
        """How many people it could have."""
        return self.fitting - self.barred - self.full


@dataclass(frozen=True, slots=True)
class Clash:
    """Needs that together want more places than the people who fit them have.

    Without any one of these `needs`, the others of them would find room. `people` are
    all who fit them, `places` how many of the `wanted` places they can fill.
    """

    needs: tuple[int, ...]
    people: tuple[int, ...]
    wanted: int
    places: int


class ImpossibleAssignment(MatchingError):
    """Not every need can have its least number (`shorts`, `clash`)."""

    code = "impossible_assignment"

    def __init__(self, *, shorts: tuple[Short, ...], clash: Clash | None) -> None:
        """Keep what clashes."""
        super().__init__(shorts=shorts, clash=clash)
        self.shorts = shorts
        self.clash = clash


@dataclass(frozen=True, slots=True)
class Overbooked:
    """Somebody who has more meetings than slots in which they are there."""

    who: str
    meetings: int
    slots: int


class ImpossibleTimetable(MatchingError):
    """Not every meeting finds a place.

    `overbooked` names whose own slots do not suffice; `places` (rooms × slots) is set
    where there are fewer of them than meetings. `unplaced` are the meetings (by number,
    as few as can be) that find none, or `None` where the time did not suffice to find
    out. `more_rooms` in the same slots and the same rooms `without_absences` are said
    to help where that was found out.
    """

    code = "impossible_timetable"

    def __init__(
        self,
        *,
        overbooked: tuple[Overbooked, ...],
        places: int | None,
        unplaced: tuple[int, ...] | None,
        more_rooms: bool,
        without_absences: bool,
    ) -> None:
        """Keep what clashes."""
        super().__init__(overbooked=overbooked, places=places, unplaced=unplaced)
        self.overbooked = overbooked
        self.places = places
        self.unplaced = unplaced
        self.more_rooms = more_rooms
        self.without_absences = without_absences
