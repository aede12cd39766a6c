"""What every need can be sure of: the worst place as good as can be, then the next.

A place is one of the least number of people that each need is sure of. It counts its
score, but no more than the need could be sure of if it were alone. Places are compared
as leximin does (Sen 1970): of two assignments the one is fairer whose worst place is
better; if these are alike, whose next is; and so on. Where needs are sure of one person
each this is the order of their levels.

The worst place is improved until not all needs can follow. Mostly one pair is then in
every assignment that goes so far, and is fixed. Where several scores are alike, a
linear program with whole-numbered solutions says how few places must stay behind; its
prices tell which pairs no assignment has that keeps so few, and whose room all such
assignments use up (complementary slackness). Only these assignments are looked at
further on, so that no choice is made before its time.
"""

from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack
from scipy.sparse.csgraph import maximum_flow

from matching.flows import Floats, Integers, Mask, Problem, refuse_impossible, table_of
from matching.planning_errors import SolverFailed

PRICED = 0.5
"""Costs are 0 and 1, so prices are whole numbers; half of one is more than rounding."""


def fair_levels(problem: Problem) -> Floats:
    """The level of each need in a fairest assignment. Raises `ImpossibleAssignment`."""
    needs = len(problem.scores)
    pairs = problem.kept(problem.at_least * needs)
    left, right = problem.left[pairs], problem.right[pairs]
    refuse_impossible(problem, left, right)
    # The highest level that a need could have alone: its at_least-th best score.
    firsts = np.searchsorted(left, np.arange(needs))
    tops = problem.values[pairs][firsts + problem.at_least - 1][left]
    values = np.minimum(problem.values[pairs], tops)
    face = _Fairest(left, right, problem)
    settled = np.zeros(len(left), np.bool_)
    while True:
        # Who may be among those that stay behind, or else not, has no highest level.
        choosing = np.zeros(needs, np.bool_)
        choosing[left[settled & face.open]] = True
        most = np.where(choosing[left], np.inf, tops)
        if face.serves(settled | (values >= most)):
            break
        steps = np.unique(values[face.open & ~settled])
        low, high = 0, len(steps)
        while high - low > 1:
            middle = (low + high) // 2
            if face.serves(settled | (values >= np.minimum(most, steps[middle]))):
                low = middle
            else:
                high = middle
        stays = ~settled & (values == steps[low]) & (values < most)
        face.narrow(settled | (values >= np.minimum(most, steps[low])), stays)
        settled |= stays
    levels = np.full(needs, np.inf)
    chosen = face.chosen(settled | (values >= most))
    np.minimum.at(levels, left[chosen], values[chosen])
    return levels


class _Fairest:
    """The assignments that are among the fairest as far as is known.

    They have only `open` pairs and all `fixed` ones, besides which the needs want
    `wanted` places and people have `rooms`; of the `full` people all room is used.
    """

    def __init__(self, left: Integers, right: Integers, problem: Problem) -> None:
        needs, people = problem.scores.shape
        self.left, self.right = left, right
        self.open = np.ones(len(left), np.bool_)
        self.fixed = np.zeros(len(left), np.bool_)
        self.wanted = np.full(needs, problem.at_least)
        self.rooms = np.minimum(problem.rooms, needs)
        self.full = np.zeros(people, np.bool_)

    def serves(self, allowed: Mask) -> bool:
        """Whether one of them has none but allowed pairs, besides the fixed ones."""
        flow = self._flow(self.open & allowed).flow_value
        return int(flow) == int(self.wanted.sum() + self._rest())

    def chosen(self, allowed: Mask) -> Mask:
        """The pairs of one that has none but allowed pairs."""
        used = np.flatnonzero(self.open & allowed)
        carried = csr_array(self._flow(self.open & allowed).flow)
        needs = len(self.wanted)
        pairs = self.fixed.copy()
        places = carried[self.left[used], needs + self.right[used]]
        pairs[used] = np.asarray(places).ravel() > 0
        return pairs

    def narrow(self, allowed: Mask, costly: Mask) -> None:
        """Keep those with none but allowed pairs that have fewest of the costly ones.

        Raises `SolverFailed`.
        """
        self.open &= allowed
        costly = costly & self.open
        if costly.sum() == 1:
            # The usual case: without it there is none at all.
            self._fix(np.flatnonzero(costly))
            return
        used = np.flatnonzero(self.open)
        left, right = self.left[used], self.right[used]
        needs, people, every = len(self.wanted), len(self.rooms), np.arange(len(used))
        cost = costly[used].astype(np.float64)
        persons = table_of(right, every, people, len(used))
        full = np.flatnonzero(self.full)
        free = np.flatnonzero(~self.full)
        solved = linprog(
            cost,
            A_eq=vstack([table_of(left, every, needs, len(used)), persons[full]]),
            b_eq=np.concatenate([self.wanted, self.rooms[full]]),
            A_ub=persons[free],
            b_ub=self.rooms[free],
            bounds=(0, 1),
            method="highs",
        )
        if not solved.success:
            raise SolverFailed(message=solved.message)
        prices = np.zeros(people)
        prices[full] = solved.eqlin.marginals[needs:]
        prices[free] = solved.ineqlin.marginals
        spare = cost - solved.eqlin.marginals[:needs][left] - prices[right]
        self.full[free] |= solved.ineqlin.marginals < -PRICED
        self.open[used[spare > PRICED]] = False
        self._fix(used[spare < -PRICED])

    def _fix(self, sure: Integers) -> None:
        """Keep those that have all of these pairs."""
        self.open[sure] = False
        self.fixed[sure] = True
        self.wanted -= np.bincount(self.left[sure], minlength=len(self.wanted))
        self.rooms -= np.bincount(self.right[sure], minlength=len(self.rooms))

    def _rest(self) -> int:
        """How much room must be left over to others than the `full` people."""
        return int(self.rooms.sum() - self.wanted.sum()) if self.full.any() else 0

    def _flow(self, used: Mask) -> Any:
        """The largest flow along these pairs.

        Nodes are needs, people, who takes up the room that is left over where some are
        `full` (not theirs), the source and the sink.
        """
        needs, people = len(self.wanted), len(self.rooms)
        rest, source, sink = np.arange(needs + people, needs + people + 3).tolist()
        left, right = self.left[used], self.right[used]
        free = np.flatnonzero(~self.full)
        arcs = [
            (np.full(needs, source), np.arange(needs), self.wanted),
            ([source], [rest], [self._rest()]),
            (left, needs + right, np.ones(len(left))),
            (np.full(len(free), rest), needs + free, self.rooms[free]),
            (needs + np.arange(people), np.full(people, sink), self.rooms),
        ]
        starts, ends, sizes = (np.concatenate(part) for part in zip(*arcs, strict=True))
        graph = csr_array(
            (sizes.astype(np.int32), (starts, ends)), shape=(sink + 1, sink + 1)
        )
        return maximum_flow(graph, source, sink)
