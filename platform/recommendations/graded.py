"""How weights would order what a reader graded: the demonstration's graded set.

The grades lie in the region's pack beside the demonstration that they are about
(``demo/grades.csv``); where that is not loaded, there is nothing to measure.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from matching.evaluation import graded_ndcg_at, read_grades
from recommendations.documents import MATCHED_NEEDS
from recommendations.learning import FIRST, factor_under, still_weighed
from recommendations.models import Pairing


@dataclass(frozen=True)
class Graded:
    """nDCG@5 of the candidates of ``needs`` graded needs, now and with weights.

    ``better`` and ``worse`` are how many needs gain and lose.
    """

    needs: int
    before: float
    after: float
    better: int
    worse: int


def graded(weights: Mapping[str, float]) -> Graded | None:
    """Measure weights on the graded needs of the demonstration that have candidates.

    Measured are the candidates that are proposed now, in their present order and in
    the one that the weights would give. ``None`` where the demonstration is not loaded.
    """
    weights = still_weighed(weights)
    file = settings.REGION_DIR / "demo" / "grades.csv"
    grades = read_grades(file) if file.exists() else {}
    now: dict[str, dict[str, float]] = defaultdict(dict)
    then: dict[str, dict[str, float]] = defaultdict(dict)
    rows = Pairing.objects.filter(
        need__is_demo=True, need__pack_id__in=grades, need__state__in=MATCHED_NEEDS
    )
    for row in rows.select_related("need", "expertise"):
        need = str(row.need.pack_id)
        # What is no part of the pack has no grade, under whatever name.
        offer = row.expertise.pack_id or row.expertise.public_id
        now[need][offer] = row.score * row.factor
        then[need][offer] = row.score * factor_under(weights, row)
    gains = []
    for need in now:
        one, other = (
            graded_ndcg_at(FIRST, grades[need], scores[need]) for scores in (now, then)
        )
        if one is not None and other is not None:
            gains.append((one, other))
    if not gains:
        return None
    return Graded(
        needs=len(gains),
        before=sum(one for one, _ in gains) / len(gains),
        after=sum(other for _, other in gains) / len(gains),
        better=sum(other > one for one, other in gains),
        worse=sum(other < one for one, other in gains),
    )
