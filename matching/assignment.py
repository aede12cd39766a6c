"""Who meets whom at a matching event: fair to every need, and best in total.

First fair, as PR4A is (Stelmakh, Shah and Singh, "PeerReview4All", ALT 2019; AISTATS
2021): the level of a need is the score of the weakest candidate that it is sure of;
the lowest level is made as high as it can be, then the next lowest, and so on. Then
best in total: of all assignments that keep every level, the one whose scores sum to
most. PR4A looks for a fixed number of reviewers and adds their scores up; here the
levels guarantee the least number, and what is between the least and the most number of
candidates goes where it adds most.

Both questions are flows in a network, so their linear programs have whole-numbered
solutions; SciPy solves them (`maximum_flow`, HiGHS).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack
from scipy.sparse.csgraph import maximum_flow

from matching.bands import FLOOR
from matching.planning_errors import (
    Clash,
    ImpossibleAssignment,
    InvalidProblem,
    Short,
    SolverFailed,
)

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

FIRST_PAIRS = 3
"""Pairs of each need, in multiples of its most, with which the program begins."""
TOLERANCE = 1e-9
"""What rounding may make of a price."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Pairs of a need and a person, by number, each need's best first.

    `levels` is, for each need, the score that its `at_least` best candidates reach or
    pass; `total` the sum of all scores.
    """

    pairs: tuple[tuple[int, int], ...]
    levels: Floats
    total: float


def assign(
    scores: ArrayLike,
    *,
    at_least: int,
    at_most: int,
    rooms: Sequence[int] | Integers,
    barred: ArrayLike | None = None,
    floor: float = FLOOR,
) -> Assignment:
    """Give every need between `at_least` and `at_most` people.

    Args:
        scores: how well each person (column) answers each need (row), needs × people.
        at_least, at_most: candidates per need, 1 ≤ at_least ≤ at_most.
        rooms: how many needs each person takes, per column.
        barred: true where the two must not meet, needs × people.
        floor: a pair that scores less is never proposed.

    Raises:
        InvalidProblem: a number is impossible (`what` names it).
        ImpossibleAssignment: the numbers cannot be kept to; says which clash.
    """
    problem = _checked(scores, at_least, at_most, rooms, barred, floor)
    if not len(problem.scores):
        return Assignment((), np.zeros(0), 0.0)
    levels = _levels(problem)
    chosen = _best_in_total(problem, levels)
    left, right = problem.left[chosen], problem.right[chosen]
    values = problem.values[chosen]
    order = np.lexsort((right, -values, left))
    pairs = zip(left[order].tolist(), right[order].tolist(), strict=True)
    return Assignment(tuple(pairs), levels, float(values.sum()))


@dataclass(frozen=True, slots=True)
class _Problem:
    """The pairs that may be chosen, need by need, each need's best first."""

    scores: Floats
    barred: Mask
    rooms: Integers
    at_least: int
    at_most: int
    floor: float
    left: Integers
    right: Integers
    values: Floats

    def kept(self, per_need: int) -> Mask:
        """The best `per_need` pairs of each need.

        All needs together occupy fewer than that many places, so whoever were given a
        worse person could have one of these instead.
        """
        starts = np.searchsorted(self.left, self.left)
        return np.arange(len(self.left)) - starts < per_need


def _checked(
    scores: ArrayLike,
    at_least: int,
    at_most: int,
    rooms: Sequence[int] | Integers,
    barred: ArrayLike | None,
    floor: float,
) -> _Problem:
    table = np.asarray(scores, np.float64)
    if table.ndim != 2:
        raise InvalidProblem(what="scores", reason="not a table")
    if not np.isfinite(table).all():
        raise InvalidProblem(what="scores", reason="not a number")
    if not 1 <= at_least <= at_most:
        raise InvalidProblem(what="at_least", reason="not between 1 and at_most")
    free = np.asarray(rooms, np.int64)
    if free.shape != (table.shape[1],) or (free < 0).any():
        raise InvalidProblem(what="rooms", reason="not a number for each person")
    bars = np.zeros(table.shape, np.bool_)
    if barred is not None:
        bars = np.asarray(barred, np.bool_)
    if bars.shape != table.shape:
        raise InvalidProblem(what="barred", reason="not of the shape of scores")
    allowed = (table >= floor) & ~bars & (free > 0)
    left, right = np.nonzero(allowed)
    values = table[left, right]
    order = np.lexsort((right, -values, left))
    return _Problem(
        table,
        bars,
        free,
        at_least,
        at_most,
        floor,
        left[order].astype(np.int64),
        right[order].astype(np.int64),
        values[order],
    )


def _levels(problem: _Problem) -> Floats:
    """The level of each need. Raises `ImpossibleAssignment`."""
    needs = len(problem.scores)
    pairs = problem.kept(problem.at_least * needs)
    left, right = problem.left[pairs], problem.right[pairs]
    values = problem.values[pairs]
    _refuse_impossible(problem, left, right)
    # The highest level that a need could have alone: its at_least-th best score.
    firsts = np.searchsorted(left, np.arange(needs))
    tops = values[firsts + problem.at_least - 1].copy()
    steps = np.unique(np.minimum(values, tops[left]))
    low = 0
    while True:
        # The highest step up to which all needs can rise together.
        low, high = _highest(problem, left, right, values, tops, steps, low)
        if high == len(steps):
            return tops
        able = values >= np.minimum(tops, steps[low])[left]
        falls = values < np.minimum(tops, steps[high])[left]
        yields = _who_yields(problem, left[able], right[able], falls[able], tops)
        tops[yields] = steps[low]


def _highest(
    problem: _Problem,
    left: Integers,
    right: Integers,
    values: Floats,
    tops: Floats,
    steps: Floats,
    low: int,
) -> tuple[int, int]:
    """The last step that is possible and the first that is not; `low` is possible."""
    high = len(steps)
    if _all_served(problem, left, right, values >= tops[left]):
        return high - 1, high
    while high - low > 1:
        middle = (low + high) // 2
        open_pairs = values >= np.minimum(tops, steps[middle])[left]
        if _all_served(problem, left, right, open_pairs):
            low = middle
        else:
            high = middle
    return low, high


def _all_served(
    problem: _Problem, left: Integers, right: Integers, chosen: Mask
) -> bool:
    """Whether the chosen pairs can give every need its least number."""
    needs = len(problem.scores)
    _, flow = _flow(problem, left[chosen], right[chosen], np.arange(needs))
    return int(flow.flow_value) == problem.at_least * needs


def _flow(
    problem: _Problem, left: Integers, right: Integers, asking: Integers
) -> tuple[csr_array, Any]:
    """The network of these pairs, and the largest flow from needs to people.

    Nodes are needs, people, the source and the sink, in this order.
    """
    needs, people = problem.scores.shape
    source, sink = needs + people, needs + people + 1
    everyone = np.arange(needs, needs + people)
    starts = np.concatenate([np.full(len(asking), source), left, everyone])
    ends = np.concatenate([asking, needs + right, np.full(people, sink)])
    sizes = np.concatenate(
        [
            np.full(len(asking), problem.at_least),
            np.ones(len(left)),
            np.minimum(problem.rooms, needs),
        ]
    ).astype(np.int32)
    graph = csr_array((sizes, (starts, ends)), shape=(sink + 1, sink + 1))
    return graph, maximum_flow(graph, source, sink)


def _who_yields(
    problem: _Problem,
    left: Integers,
    right: Integers,
    falls: Mask,
    tops: Floats,
) -> Mask:
    """The needs that cannot rise with the others: as few places as can be stay below.

    `falls` are the pairs that would keep their need below the next step.
    """
    needs, people = problem.scores.shape
    every = np.arange(len(left))
    # Of two needs that cannot both rise, the one that could rise higher is let rise.
    order = np.argsort(np.argsort(tops, kind="stable"), kind="stable")
    solved = _solve(
        np.where(falls, 1.0 + order[left] / (2.0 * needs * needs), 0.0),
        A_eq=_table(left, every, needs, len(left)),
        b_eq=np.full(needs, problem.at_least),
        A_ub=_table(right, every, people, len(left)),
        b_ub=problem.rooms,
        bounds=(0, 1),
    )
    yields = np.zeros(needs, np.bool_)
    yields[left[falls & (solved.x > 0.5)]] = True
    return yields


def _best_in_total(problem: _Problem, levels: Floats) -> Mask:
    """The pairs of the assignment that keeps every level and sums to most.

    The program is solved over each need's best pairs first; a pair that would raise
    the sum at the prices found there joins, until there is none (column generation).
    """
    near = problem.kept(problem.at_most * len(levels))
    used = near & problem.kept(FIRST_PAIRS * problem.at_most)
    used |= _least(problem, near & (problem.values >= levels[problem.left]))
    while True:
        solution, prices = _solve_total(problem, levels, used)
        worth = problem.values - _price(problem, levels, prices)
        joining = near & ~used & (worth > TOLERANCE)
        if not joining.any():
            break
        used |= joining
    chosen = np.zeros(len(used), np.bool_)
    chosen[np.flatnonzero(used)[solution > 0.5]] = True
    return chosen


def _least(problem: _Problem, sure: Mask) -> Mask:
    """Pairs that give every need its least number out of those that are sure."""
    needs = len(problem.scores)
    left, right = problem.left[sure], problem.right[sure]
    _, flow = _flow(problem, left, right, np.arange(needs))
    carried = csr_array(flow.flow)[left, needs + right]
    chosen = np.zeros(len(sure), np.bool_)
    chosen[np.flatnonzero(sure)] = np.asarray(carried).ravel() > 0
    return chosen


def _solve_total(
    problem: _Problem, levels: Floats, used: Mask
) -> tuple[Floats, Floats]:
    """How much of each used pair is chosen, and the price of each limit.

    The limits are, in this order: each need's least number at its level, each need's
    most, each person's room.
    """
    needs, people = problem.scores.shape
    left, right = problem.left[used], problem.right[used]
    values = problem.values[used]
    every = np.arange(len(left))
    sure = np.flatnonzero(values >= levels[left])
    rows = vstack(
        [
            -_table(left[sure], sure, needs, len(left)),
            _table(left, every, needs, len(left)),
            _table(right, every, people, len(left)),
        ],
        format="csr",
    )
    least = np.full(needs, -problem.at_least)
    limits = np.concatenate([least, np.full(needs, problem.at_most), problem.rooms])
    solved = _solve(-values, A_ub=rows, b_ub=limits, bounds=(0, 1))
    return solved.x, -solved.ineqlin.marginals


def _price(problem: _Problem, levels: Floats, prices: Floats) -> Floats:
    """What each pair costs at the prices of the limits that it uses up."""
    needs = len(levels)
    bonus, most, room = np.split(prices, [needs, 2 * needs])
    sure = problem.values >= levels[problem.left]
    cost: Floats = most[problem.left] + room[problem.right]
    return cost - np.where(sure, bonus[problem.left], 0.0)


def _refuse_impossible(problem: _Problem, left: Integers, right: Integers) -> None:
    """Raise `ImpossibleAssignment` where not every need can have its least number."""
    needs = len(problem.scores)
    degrees = np.bincount(left, minlength=needs)
    shorts = tuple(
        _short(problem, need)
        for need in np.flatnonzero(degrees < problem.at_least).tolist()
    )
    asking = np.flatnonzero(degrees >= problem.at_least)
    clash = _clash(problem, left, right, asking)
    if shorts or clash:
        raise ImpossibleAssignment(shorts=shorts, clash=clash)


def _short(problem: _Problem, need: int) -> Short:
    """Why a need has too few candidates, whoever the others get."""
    scored = problem.scores[need] >= problem.floor
    bars = scored & problem.barred[need]
    full = scored & ~problem.barred[need] & (problem.rooms == 0)
    return Short(
        need=need,
        wanted=problem.at_least,
        fitting=int(scored.sum()),
        barred=int(bars.sum()),
        full=int(full.sum()),
    )


def _clash(
    problem: _Problem, left: Integers, right: Integers, asking: Integers
) -> Clash | None:
    """Needs that together want more places than their people have, if there are such.

    Hall's condition with capacities: the places that a set of needs can fill is,
    summed over people, the smaller of their room and of the needs that they fit.
    """
    needs, people = problem.scores.shape
    fits = _table(left, right, needs, people)

    def places(group: Mask) -> int:
        fitting = np.asarray(fits[group].sum(axis=0)).ravel()
        return int(np.minimum(fitting, problem.rooms).sum())

    group = _near_side_of_cut(problem, left, right, asking)
    if group is None:
        return None
    for need in np.flatnonzero(group).tolist():
        group[need] = False
        if places(group) >= problem.at_least * int(group.sum()):
            group[need] = True
    reached = np.flatnonzero(np.asarray(fits[group].sum(axis=0)).ravel())
    return Clash(
        needs=tuple(np.flatnonzero(group).tolist()),
        people=tuple(reached.tolist()),
        wanted=problem.at_least * int(group.sum()),
        places=places(group),
    )


def _near_side_of_cut(
    problem: _Problem, left: Integers, right: Integers, asking: Integers
) -> Mask | None:
    """The needs on the source's side of a smallest cut; None where all are served."""
    needs, people = problem.scores.shape
    mask = np.isin(left, asking)
    graph, flow = _flow(problem, left[mask], right[mask], asking)
    if flow.flow_value == problem.at_least * len(asking):
        return None
    rest = csr_array(graph - flow.flow)
    reached = np.zeros(needs + people + 2, np.bool_)
    front = np.asarray([needs + people])
    while front.size:
        reached[front] = True
        onward = rest[front]
        following = np.unique(onward.indices[onward.data > 0])
        front = following[~reached[following]]
    near: Mask = reached[:needs]
    return near


def _solve(cost: Floats, **rows: Any) -> Any:
    """SciPy's result of a linear program. Raises `SolverFailed`."""
    solved = linprog(cost, method="highs", **rows)
    if not solved.success:
        raise SolverFailed(message=solved.message)
    return solved


def _table(
    rows: Integers, columns: NDArray[np.int64], height: int, width: int
) -> csr_array:
    ones = np.ones(len(rows))
    return csr_array((ones, (rows, columns)), shape=(height, width))
