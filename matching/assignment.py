"""Who meets whom at a matching event: fair to every need, and best in total.

First fair, as PR4A is (Stelmakh, Shah and Singh, "PeerReview4All", ALT 2019; AISTATS
2021): every need is sure of `at_least` places; the worst place of all needs is made as
good as it can be, then the next, and so on (`fairness`). The level of a need is the
score of the weakest candidate that it is sure of; with one place each, levels are
raised in this order, with more, those that the places leave are kept. Then
best in total: of all assignments that keep every level, the one whose scores sum to
most. PR4A looks for a fixed number of reviewers and adds their scores up; here the
levels guarantee the least number, and what is between the least and the most number of
candidates goes where it adds most.

Both questions are flows in a network (groups of needs that are limited together are
further nodes of it), so their linear programs have whole-numbered solutions; SciPy
solves them (`maximum_flow`, HiGHS).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from matching.bands import FLOOR
from matching.fairness import fair_levels
from matching.flows import (
    Floats,
    Integers,
    Mask,
    Problem,
    flow_of,
    table_of,
)
from matching.planning_errors import InvalidProblem, SolverFailed

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


@dataclass(frozen=True, slots=True)
class Limit:
    """How many pairs some needs (by number) have at most in all."""

    needs: Collection[int]
    most: int


class Groups(NamedTuple):
    """Groups × needs, one where the need is in the group; and what each has at most."""

    held: csr_array
    most: Floats


def assign(
    scores: ArrayLike,
    *,
    at_least: int,
    at_most: int,
    rooms: Sequence[int] | Integers,
    barred: ArrayLike | None = None,
    together: Sequence[Limit] = (),
    floor: float = FLOOR,
) -> Assignment:
    """Give every need between `at_least` and `at_most` people.

    Args:
        scores: how well each person (column) answers each need (row), needs × people.
        at_least, at_most: candidates per need, 1 ≤ at_least ≤ at_most.
        rooms: how many needs each person takes, per column.
        barred: true where the two must not meet, needs × people.
        together: how many pairs some needs have in all. Of two such groups of needs,
            either one holds the other or they have none in common.
        floor: a pair that scores less is never proposed.

    Raises:
        InvalidProblem: a number is impossible (`what` names it).
        ImpossibleAssignment: the numbers cannot be kept to; says which clash.
    """
    problem = _checked(scores, at_least, at_most, rooms, barred, floor)
    groups = _groups(together, problem)
    if not len(problem.scores):
        return Assignment((), np.zeros(0), 0.0)
    levels = fair_levels(problem)
    chosen = _best_in_total(problem, levels, groups)
    left, right = problem.left[chosen], problem.right[chosen]
    values = problem.values[chosen]
    order = np.lexsort((right, -values, left))
    pairs = zip(left[order].tolist(), right[order].tolist(), strict=True)
    return Assignment(tuple(pairs), levels, float(values.sum()))


def _checked(
    scores: ArrayLike,
    at_least: int,
    at_most: int,
    rooms: Sequence[int] | Integers,
    barred: ArrayLike | None,
    floor: float,
) -> Problem:
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
    return Problem(
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


def _groups(together: Sequence[Limit], problem: Problem) -> Groups:
    """The limits of groups of needs, as a table. Raises `InvalidProblem`."""
    needs = len(problem.scores)
    held = np.zeros((len(together), needs))
    most = np.zeros(len(together))
    for number, limit in enumerate(together):
        held[number, list(limit.needs)] = 1.0
        most[number] = limit.most
        if limit.most < problem.at_least * len(set(limit.needs)):
            reason = "less than the least numbers of its needs"
            raise InvalidProblem(what="together", reason=reason)
    both = held @ held.T
    sizes = held.sum(axis=1)
    smaller = np.minimum.outer(sizes, sizes)
    if not ((both == 0) | (both == smaller)).all():
        raise InvalidProblem(what="together", reason="two groups overlap")
    return Groups(csr_array(held), most)


def _best_in_total(problem: Problem, levels: Floats, groups: Groups) -> Mask:
    """The pairs of the assignment that keeps every level and sums to most.

    The program is solved over each need's best pairs first; a pair that would raise
    the sum at the prices found there joins, until there is none (column generation).
    """
    near = problem.kept(problem.at_most * len(levels))
    used = near & problem.kept(FIRST_PAIRS * problem.at_most)
    used |= _least(problem, near & (problem.values >= levels[problem.left]))
    while True:
        solution, prices = _solve_total(problem, levels, groups, used)
        worth = problem.values - _price(problem, levels, groups, prices)
        joining = near & ~used & (worth > TOLERANCE)
        if not joining.any():
            break
        used |= joining
    chosen = np.zeros(len(used), np.bool_)
    chosen[np.flatnonzero(used)[solution > 0.5]] = True
    return chosen


def _least(problem: Problem, sure: Mask) -> Mask:
    """Pairs that give every need its least number out of those that are sure."""
    needs = len(problem.scores)
    left, right = problem.left[sure], problem.right[sure]
    _, flow = flow_of(problem, left, right, np.arange(needs))
    carried = csr_array(flow.flow)[left, needs + right]
    chosen = np.zeros(len(sure), np.bool_)
    chosen[np.flatnonzero(sure)] = np.asarray(carried).ravel() > 0
    return chosen


def _solve_total(
    problem: Problem, levels: Floats, groups: Groups, used: Mask
) -> tuple[Floats, Floats]:
    """How much of each used pair is chosen, and the price of each limit.

    The limits are, in this order: each need's least number at its level, each need's
    most, each person's room, what groups of needs have in all.
    """
    needs, people = problem.scores.shape
    left, right = problem.left[used], problem.right[used]
    values = problem.values[used]
    every = np.arange(len(left))
    sure = np.flatnonzero(values >= levels[left])
    rows = vstack(
        [
            -table_of(left[sure], sure, needs, len(left)),
            table_of(left, every, needs, len(left)),
            table_of(right, every, people, len(left)),
            groups.held[:, left],
        ],
        format="csr",
    )
    least = np.full(needs, -problem.at_least)
    most = np.full(needs, problem.at_most)
    limits = np.concatenate([least, most, problem.rooms, groups.most])
    solved = _solve(-values, A_ub=rows, b_ub=limits, bounds=(0, 1))
    return solved.x, -solved.ineqlin.marginals


def _price(problem: Problem, levels: Floats, groups: Groups, prices: Floats) -> Floats:
    """What each pair costs at the prices of the limits that it uses up."""
    needs, people = problem.scores.shape
    ends = np.cumsum([needs, needs, people])
    bonus, most, room, together = np.split(prices, ends)
    sure = problem.values >= levels[problem.left]
    cost: Floats = (most + groups.held.T @ together)[problem.left] + room[problem.right]
    return cost - np.where(sure, bonus[problem.left], 0.0)


def _solve(cost: Floats, **rows: Any) -> Any:
    """SciPy's result of a linear program. Raises `SolverFailed`."""
    solved = linprog(cost, method="highs", **rows)
    if not solved.success:
        raise SolverFailed(message=solved.message)
    return solved
