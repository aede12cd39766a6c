"""How long it takes to assign: `python -m benchmarks.assignment [NEEDS PEOPLE]`."""

import json
import resource
import sys
import time

import numpy as np

from matching.assignment import assign
from matching.flows import Floats

SIZE = (500, 5000)
AT_LEAST, AT_MOST, ROOM = 2, 4, 2


def scores_of(needs: int, people: int, *, shared: bool, seed: int = 7) -> Floats:
    """Scores as the matcher gives them: most pairs share nothing.

    With `shared` every pair has a score and all needs look up to the same people, so
    that each level is contested: the hardest case.
    """
    rng = np.random.default_rng(seed)
    scores = rng.beta(1.0, 8.0, (needs, people))
    if shared:
        return scores * np.linspace(0.3, 1.2, people)
    return np.where(rng.random((needs, people)) < 0.05, scores, 0.0)


def measure(needs: int, people: int) -> dict[str, float]:
    """Seconds, of the clock and of the processor, and what came of them."""
    found: dict[str, float] = {"needs": needs, "people": people}
    for name, shared in (("sparse", False), ("contested", True)):
        scores = scores_of(needs, people, shared=shared)
        begun, worked = time.perf_counter(), time.process_time()
        assignment = assign(
            scores,
            at_least=AT_LEAST,
            at_most=AT_MOST,
            rooms=np.full(people, ROOM, np.int64),
        )
        found[f"{name}_s"] = round(time.perf_counter() - begun, 2)
        found[f"{name}_cpu_s"] = round(time.process_time() - worked, 2)
        found[f"{name}_pairs"] = len(assignment.pairs)
        found[f"{name}_least_level"] = round(float(assignment.levels.min()), 4)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found | {"peak_mib": round(peak / 1024)}


if __name__ == "__main__":
    size = tuple(map(int, sys.argv[1:3])) or SIZE
    print(json.dumps(measure(*size)))
