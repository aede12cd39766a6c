"""What clashes in a plan that cannot be made, as an event keeps it."""

from collections.abc import Sequence
from typing import Any

from catalogue.models import Need
from matching.planning_errors import ImpossibleAssignment, ImpossibleTimetable
from recommendations.participants import need_key, presence_key, presences


def assignment_problem(
    told: ImpossibleAssignment, needs: Sequence[Need], more_each: bool
) -> dict[str, Any]:
    """Return which needs too few people are left for, and which want the same.

    Args:
        told: what the solver says.
        needs: those of its rows.
        more_each: whether more needs for each person would help those that clash.
    """
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
        "more_each": more_each,
    }
    return {"kind": "assignment", "shorts": shorts, "clash": clash}


def timetable_problem(
    told: ImpossibleTimetable,
    needs: Sequence[Need],
    meetings: Sequence[tuple[Need, str]],
) -> dict[str, Any]:
    """Return who has too many meetings, which find no place, and what would help.

    Args:
        told: what the solver says.
        needs: all of the event.
        meetings: those of its numbers, each a need and the key of who offers.
    """
    # How many meetings somebody has in all would tell which withheld needs are theirs.
    withheld = set(presences(needs).values())
    # A need that waits by itself has no more meetings than its poster.
    sides = {need_key(need) for need in needs}
    unplaced = [meetings[number] for number in told.unplaced or ()]
    return {
        "kind": "timetable",
        "overbooked": [
            {
                "who": "" if row.who in withheld else row.who,
                "meetings": row.meetings,
                "slots": row.slots,
            }
            for row in told.overbooked
            if row.who not in sides
        ],
        "places": told.places,
        "unplaced": None if told.unplaced is None else len(unplaced),
        # Whose meeting it is that finds none would tell as much: it is only counted.
        "named": [
            {"need": need.public_id, "who": person}
            for need, person in unplaced
            if withheld.isdisjoint((presence_key(need), person))
        ],
        "more_rooms": told.more_rooms,
        "without_absences": told.without_absences,
    }
