"""Fair first, best in total then; and what clashes where it cannot be done."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.assignment import Limit, assign
from matching.planning_errors import ImpossibleAssignment, InvalidProblem, Short

FLOOR = 0.05


@st.composite
def problems(draw):
    """Tiny problems of every shape, with ties, conflicts and people without room."""
    needs = draw(st.integers(1, 3))
    people = draw(st.integers(1, 4))
    at_least = draw(st.integers(1, 2))
    values = st.sampled_from([0.0, 0.04, 0.1, 0.2, 0.3, 0.5])
    row = st.lists(values, min_size=people, max_size=people)
    scores = draw(st.lists(row, min_size=needs, max_size=needs))
    bars = st.lists(st.sampled_from([False] * 5 + [True]), min_size=people)
    groups = draw(st.sampled_from([[], [range(needs)], [range(needs), range(1)]]))
    return {
        "together": [
            Limit(group, at_least * len(group) + draw(st.integers(0, 2)))
            for group in groups
        ],
        "scores": np.array(scores),
        "at_least": at_least,
        "at_most": at_least + draw(st.integers(0, 2)),
        "rooms": draw(st.lists(st.integers(0, 2), min_size=people, max_size=people)),
        "barred": np.array(
            [(draw(bars) + [False] * people)[:people] for _ in range(needs)]
        ),
    }


def every_assignment(problem):
    """Each allowed assignment, as the people of each need: a slow second opinion."""
    scores, barred = problem["scores"], problem["barred"]
    needs, people = scores.shape
    choices = []
    for need in range(needs):
        fitting = [
            p for p in range(people) if scores[need, p] >= FLOOR and not barred[need, p]
        ]
        sizes = range(problem["at_least"], problem["at_most"] + 1)
        choices.append([c for size in sizes for c in combinations(fitting, size)])
    for chosen in product(*choices):
        taken = np.zeros(people, int)
        for group in chosen:
            for person in group:
                taken[person] += 1
        within = all(
            sum(len(chosen[need]) for need in limit.needs) <= limit.most
            for limit in problem["together"]
        )
        if within and (taken <= problem["rooms"]).all():
            yield chosen


def levels_of(problem, chosen):
    at_least = problem["at_least"]
    return [
        sorted((problem["scores"][need, p] for p in group), reverse=True)[at_least - 1]
        for need, group in enumerate(chosen)
    ]


def places_of(problem, chosen):
    """The sure places, the worst first; none counts more than its need had alone."""
    scores, at_least = problem["scores"], problem["at_least"]
    fits = np.where(problem["barred"] | (np.array(problem["rooms"]) == 0), 0, scores)
    tops = np.sort(fits, axis=1)[:, -at_least]
    return sorted(
        min(score, tops[need])
        for need, group in enumerate(chosen)
        for score in sorted((scores[need, p] for p in group), reverse=True)[:at_least]
    )


def total_of(problem, chosen):
    return sum(problem["scores"][n, p] for n, group in enumerate(chosen) for p in group)


@settings(deadline=None, max_examples=80)
@given(problems())
def test_it_is_as_fair_and_as_good_as_trying_every_assignment(problem):
    allowed = list(every_assignment(problem))
    if not allowed:
        with pytest.raises(ImpossibleAssignment):
            assign(**problem)
        return

    found = assign(**problem)

    groups = [
        [p for n, p in found.pairs if n == need] for need in range(len(found.levels))
    ]
    assert tuple(map(tuple, map(sorted, groups))) in allowed
    fairest = max(places_of(problem, chosen) for chosen in allowed)
    assert any(
        places_of(problem, chosen) == fairest
        and levels_of(problem, chosen) == found.levels.tolist()
        for chosen in allowed
    )
    keeping = [
        total_of(problem, chosen)
        for chosen in allowed
        if all(
            have >= kept - 1e-9
            for have, kept in zip(levels_of(problem, chosen), found.levels, strict=True)
        )
    ]
    assert found.total == pytest.approx(max(keeping))
    assert found.total == pytest.approx(total_of(problem, groups))


@st.composite
def contests(draw):
    """Everybody fits every need, some better; each need is sure of one person."""
    needs, people = draw(st.integers(3, 4)), draw(st.integers(3, 4))
    row = st.lists(st.integers(1, 9), min_size=people, max_size=people)
    return {
        "scores": np.array(draw(st.lists(row, min_size=needs, max_size=needs))) / 10,
        "at_least": 1,
        "at_most": 1,
        "rooms": draw(st.lists(st.integers(1, 2), min_size=people, max_size=people)),
        "barred": np.zeros((needs, people), bool),
        "together": [],
    }


@settings(deadline=None, max_examples=80)
@given(contests())
def test_no_assignment_is_fairer_to_the_worst_served_then_to_the_next(problem):
    allowed = list(every_assignment(problem))
    if not allowed:
        return

    levels = assign(**problem).levels

    assert sorted(levels) == max(sorted(levels_of(problem, c)) for c in allowed)


def test_who_stays_behind_is_chosen_for_what_the_others_get_later():
    # One of two must take 0.3: the second gains less by not taking it.
    scores = [[0.8, 0.3], [0.4, 0.3], [0.4, 0.1]]

    found = assign(scores, at_least=1, at_most=1, rooms=[2, 2])

    assert found.levels.tolist() == [0.8, 0.3, 0.4]


@settings(deadline=None, max_examples=60)
@given(problems())
def test_what_is_said_to_clash_does_clash_and_nothing_less_would(problem):
    try:
        assign(**problem)
    except ImpossibleAssignment as impossible:
        told = impossible
    else:
        return

    scores, barred = problem["scores"], problem["barred"]
    rooms, at_least = np.array(problem["rooms"]), problem["at_least"]
    fits = (scores >= FLOOR) & ~barred & (rooms > 0)
    assert {s.need: s.left for s in told.shorts} == {
        need: count
        for need, count in enumerate(fits.sum(axis=1).tolist())
        if count < at_least
    }
    if told.clash is None:
        assert told.shorts
        return

    def places(needs):
        return int(np.minimum(fits[list(needs)].sum(axis=0), rooms).sum())

    needs = told.clash.needs
    assert told.clash.places == places(needs) < told.clash.wanted
    assert told.clash.wanted == at_least * len(needs)
    for left_out in needs:
        others = [need for need in needs if need != left_out]
        assert places(others) >= at_least * len(others)


def test_the_least_served_need_comes_before_the_sum():
    # Together 0.9 + 0.1 would be more than 0.5 + 0.4.
    scores = [[0.9, 0.5], [0.4, 0.1]]

    found = assign(scores, at_least=1, at_most=1, rooms=[1, 1])

    assert found.pairs == ((0, 1), (1, 0))
    assert found.levels.tolist() == [0.5, 0.4]
    assert found.total == pytest.approx(0.9)


def test_after_the_least_served_need_the_next_is_served():
    # The first need has nobody but 0.1; that must not hold the others down.
    scores = [[0.1, 0.0, 0.0], [0.0, 0.3, 0.6], [0.0, 0.2, 0.9]]

    found = assign(scores, at_least=1, at_most=1, rooms=[1, 1, 1])

    assert found.levels.tolist() == [0.1, 0.3, 0.9]


def test_places_that_are_left_go_where_they_add_most():
    scores = [[0.5, 0.4, 0.3], [0.5, 0.1, 0.2]]

    found = assign(scores, at_least=1, at_most=2, rooms=[2, 1, 1])

    assert found.pairs == ((0, 0), (0, 1), (1, 0), (1, 2))


def test_needs_have_no_more_pairs_in_all_than_there_are_places_for():
    scores = np.full((3, 4), 0.5) + np.arange(4) / 100
    limits = [Limit(range(3), 5), Limit([0, 1], 2)]

    found = assign(scores, at_least=1, at_most=3, rooms=[3] * 4, together=limits)

    assert [need for need, _ in found.pairs] == [0, 1, 2, 2, 2]


def test_groups_that_overlap_are_refused():
    limits = [Limit([0, 1], 4), Limit([1, 2], 4)]

    with pytest.raises(InvalidProblem):
        assign(np.ones((3, 3)), at_least=1, at_most=2, rooms=[3] * 3, together=limits)


def test_a_need_without_people_is_told_with_the_reason():
    scores = [[0.5, 0.5, 0.01], [0.5, 0.3, 0.4]]
    barred = [[True, False, False], [False, False, False]]

    with pytest.raises(ImpossibleAssignment) as told:
        assign(scores, at_least=2, at_most=3, rooms=[2, 0, 2], barred=barred)

    assert told.value.shorts == (Short(need=0, wanted=2, fitting=2, barred=1, full=1),)
    assert told.value.shorts[0].left == 0
    assert told.value.clash is None


def test_no_needs_are_no_trouble():
    found = assign(np.zeros((0, 3)), at_least=1, at_most=2, rooms=[1, 1, 1])

    assert (found.pairs, found.total) == ((), 0.0)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"scores": [0.5]}, "scores"),
        ({"scores": [[float("nan"), 0.5]]}, "scores"),
        ({"at_least": 0}, "at_least"),
        ({"at_least": 3}, "at_least"),
        ({"rooms": [1]}, "rooms"),
        ({"rooms": [1, -1]}, "rooms"),
        ({"barred": [[True]]}, "barred"),
        ({"together": [Limit([0], 0)]}, "together"),
    ],
)
def test_impossible_numbers_are_refused_by_name(change, what):
    problem = {"scores": [[0.5, 0.4]], "at_least": 1, "at_most": 2, "rooms": [1, 1]}

    with pytest.raises(InvalidProblem) as told:
        assign(**(problem | change))

    assert told.value.data["what"] == what
