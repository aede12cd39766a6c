"""Nobody in two places, nobody while absent, never too many meetings; then waiting."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import timetable
from matching.planning_errors import (
    ImpossibleTimetable,
    InvalidProblem,
    Overbooked,
    TimeIsUp,
)
from matching.timetable import Timetable, plan

PEOPLE = ("a", "b", "c", "d")


@st.composite
def events(draw):
    pairs = st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=2, unique=True)
    slots = draw(st.integers(1, 4))
    away = st.lists(st.integers(0, slots - 1), max_size=2, unique=True)
    return {
        "meetings": draw(st.lists(pairs, min_size=1, max_size=5)),
        "rooms": draw(st.integers(1, 2)),
        "slots": slots,
        "absences": draw(st.dictionaries(st.sampled_from(PEOPLE), away, max_size=2)),
        "uncounted": draw(st.sets(st.sampled_from(PEOPLE), max_size=1)),
    }


def is_allowed(event, slots):
    busy = Counter(
        (who, slot)
        for group, slot in zip(event["meetings"], slots, strict=True)
        for who in group
    )
    return (
        max(busy.values()) == 1
        and max(Counter(slots).values()) <= event["rooms"]
        and not any(slot in event["absences"].get(who, ()) for who, slot in busy)
    )


def waiting(event, slots):
    total = 0
    for who in set(PEOPLE) - event["uncounted"]:
        mine = [
            slot
            for group, slot in zip(event["meetings"], slots, strict=True)
            if who in group
        ]
        total += max(mine) - min(mine) + 1 - len(mine) if mine else 0
    return total


def every_choice(event, meetings=None):
    number = len(event["meetings"] if meetings is None else meetings)
    return product(range(event["slots"]), repeat=number)


@settings(deadline=None, max_examples=50)
@given(events())
def test_it_waits_as_little_as_trying_every_timetable(event):
    allowed = [slots for slots in every_choice(event) if is_allowed(event, slots)]
    if not allowed:
        with pytest.raises(ImpossibleTimetable):
            plan(**event)
        return

    found = plan(**event)

    slots = tuple(place.slot for place in found.places)
    assert slots in allowed
    assert found.proven
    assert found.waiting == waiting(event, slots)
    assert found.waiting == min(waiting(event, choice) for choice in allowed)
    assert len({(p.slot, p.room) for p in found.places}) == len(found.places)
    assert all(0 <= p.room < event["rooms"] for p in found.places)


def test_somebody_with_more_meetings_than_slots_is_named():
    with pytest.raises(ImpossibleTimetable) as told:
        plan([("a", "b"), ("a", "c")], rooms=3, slots=2, absences={"a": [1]})

    assert told.value.overbooked == (Overbooked("a", meetings=2, slots=1),)
    assert told.value.places is None
    assert len(told.value.unplaced) == 1
    assert (told.value.more_rooms, told.value.without_absences) == (False, True)


def test_too_few_rooms_are_said_to_be_so():
    with pytest.raises(ImpossibleTimetable) as told:
        plan([("a", "b"), ("c", "d"), ("e", "f")], rooms=1, slots=2)

    assert told.value.overbooked == ()
    assert told.value.places == 2
    assert len(told.value.unplaced) == 1
    assert (told.value.more_rooms, told.value.without_absences) == (True, False)


def test_a_meeting_keeps_its_first_named_in_one_room():
    # In the order of letters, the others would be first.
    meetings = [("x", "a"), ("y", "b"), ("x", "b"), ("y", "a")]

    found = plan(meetings, rooms=2, slots=2)

    rooms = {}
    for (first, _), place in zip(meetings, found.places, strict=True):
        rooms.setdefault(first, set()).add(place.room)
    assert all(len(used) == 1 for used in rooms.values())


def test_whose_waiting_does_not_count_waits_and_is_in_one_meeting_at_a_time():
    meetings, absences = [("x", "a"), ("y", "a")], {"x": [1, 2], "y": [0, 1]}

    found = plan(meetings, rooms=2, slots=3, absences=absences, uncounted={"a"})

    assert [place.slot for place in found.places] == [0, 2]
    assert found.waiting == 0
    with pytest.raises(ImpossibleTimetable):
        plan(meetings, rooms=2, slots=1, uncounted={"a"})


def test_without_meetings_there_is_nothing_to_plan():
    assert plan([], rooms=1, slots=1) == Timetable((), 0, proven=True)


@pytest.mark.parametrize(("rooms", "slots", "what"), [(0, 1, "rooms"), (1, 0, "slots")])
def test_impossible_numbers_are_refused_by_name(rooms, slots, what):
    with pytest.raises(InvalidProblem) as told:
        plan([("a", "b")], rooms=rooms, slots=slots)

    assert told.value.data["what"] == what


def test_a_meeting_of_nobody_is_refused_by_name():
    with pytest.raises(InvalidProblem) as told:
        plan([("a", "b"), ()], rooms=1, slots=2)

    assert told.value.data["what"] == "meetings"


def test_without_time_any_timetable_is_taken_and_not_said_to_be_the_best():
    event = {"meetings": [("a", "b"), ("a", "c")], "rooms": 1, "slots": 4}
    event["absences"] = {"a": [1]}

    found = plan(**event, time_limit=0)

    assert is_allowed(event, [place.slot for place in found.places])
    assert not found.proven


def test_where_the_time_does_not_suffice_at_all_it_is_said(monkeypatch):
    monkeypatch.setattr(timetable, "TIME_LIMIT", 0)
    crowd = [(f"a{n % 6}", f"b{n % 7}") for n in range(40)]

    with pytest.raises(TimeIsUp):
        plan(crowd, rooms=4, slots=12, time_limit=0)


def test_what_is_impossible_is_said_though_the_time_is_up_for_what_would_help(
    monkeypatch,
):
    monkeypatch.setattr(timetable, "TIME_LIMIT", 0)
    crowd = [(f"a{n % 6}", f"b{n % 7}") for n in range(40)]

    with pytest.raises(ImpossibleTimetable) as told:
        plan(crowd, rooms=4, slots=9, time_limit=20)

    assert (told.value.places, told.value.unplaced) == (36, None)
    assert (told.value.more_rooms, told.value.without_absences) == (False, False)
