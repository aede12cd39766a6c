"""Which pairs may be chosen, whether they suffice for all, and if not what clashes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from matching.planning_errors import Clash, ImpossibleAssignment, Short

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Problem:
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


def refuse_impossible(problem: Problem, left: Integers, right: Integers) -> None:
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


def _short(problem: Problem, need: int) -> Short:
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
    problem: Problem, left: Integers, right: Integers, asking: Integers
) -> Clash | None:
    """Needs that together want more places than their people have, if there are such.

    Hall's condition with capacities: the places that a set of needs can fill is,
    summed over people, the smaller of their room and of the needs that they fit.
    """
    needs, people = problem.scores.shape
    fits = table_of(left, right, needs, people)

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
    problem: Problem, left: Integers, right: Integers, asking: Integers
) -> Mask | None:
    """The needs on the source's side of a smallest cut; None where all are served."""
    needs, people = problem.scores.shape
    mask = np.isin(left, asking)
    graph, flow = flow_of(problem, left[mask], right[mask], asking)
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


def flow_of(
    problem: Problem, left: Integers, right: Integers, asking: Integers
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


def table_of(
    rows: Integers, columns: NDArray[np.int64], height: int, width: int
) -> csr_array:
    """A table of ones at these rows and columns."""
    ones = np.ones(len(rows))
    return csr_array((ones, (rows, columns)), shape=(height, width))
