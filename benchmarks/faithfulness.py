"""Is what is shown what makes the score? `python -m benchmarks.faithfulness`."""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from benchmarks.demonstration import demonstration, dictionary
from matching import Document, Field, Match, Matcher
from matching.analysis import analyse
from matching.documents import LANGS, Lang

BEST = 3
"""How many candidates of each need are tried."""
DRAWS = 10
"""How often other text is drawn for each candidate."""
RESAMPLINGS = 1000
SEED = 1


class Place(NamedTuple):
    """A sentence of a need: which field, and its half-open code points there."""

    field: int
    start: int
    end: int

    @property
    def length(self) -> int:
        """In code points."""
        return self.end - self.start


@dataclass(frozen=True)
class Case:
    """One candidate of a need: which part of the score went with the text."""

    need: str
    shown: float
    other: float


def measure(
    lang: Lang,
    needs: Sequence[Document] | None = None,
    offers: Sequence[Document] | None = None,
) -> dict[str, Any]:
    """What removing the quoted sentences of a need costs, beside other text.

    For each need's best candidates the sentences that the evidence quotes from the
    need are taken out, and the candidate is scored again by the same catalogue; then
    other sentences of the need, drawn by lot until they are at least as long. Of the
    evidence as many pairs are tried, from the first on, as there is other text for.

    Args:
        lang: whose texts are compared.
        needs, offers: the catalogue; that of the demonstration by default.

    Returns:
        `n` candidates; `shown` and `other`, the mean parts of the score that are
        lost; `share` of the candidates that lose more with what is shown; the 95 %
        `interval` of the mean difference from resampling the needs; `left_out`
        candidates, whose need holds too little other text.
    """
    needs = demonstration("need", lang) if needs is None else needs
    offers = demonstration("expertise", lang) if offers is None else offers
    matcher = Matcher().fit([*needs, *offers])
    matcher.use(dictionary())
    lots = random.Random(SEED)
    cases: list[Case] = []
    left_out = 0
    for need in needs:
        for match in matcher.match(need, kinds=["expertise"], limit=BEST).matches:
            case = _try(matcher, need, match, lots)
            if case is None:
                left_out += 1
            else:
                cases.append(case)
    return {
        "n": len(cases),
        "shown": _mean([case.shown for case in cases]),
        "other": _mean([case.other for case in cases]),
        "share": _mean([float(case.shown > case.other) for case in cases]),
        "interval": _interval(cases),
        "left_out": left_out,
    }


def _try(
    matcher: Matcher, need: Document, match: Match, lots: random.Random
) -> Case | None:
    """Score a candidate with sentences of the need taken out; None: too little text."""
    sentences = _sentences(need)
    quoted = _quoted(need, match, sentences)
    while quoted:
        rest = [place for place in sentences if place not in quoted]
        if sum(p.length for p in rest) >= sum(p.length for p in quoted):
            break
        quoted.pop()
    if not quoted:
        return None
    least = sum(place.length for place in quoted)
    others = [
        _lost(matcher, need, match, _drawn(rest, least, lots)) for _ in range(DRAWS)
    ]
    return Case(need.id, _lost(matcher, need, match, quoted), float(np.mean(others)))


def _sentences(need: Document) -> list[Place]:
    return [
        Place(number, start, end)
        for number, field in enumerate(need.fields)
        for start, end in analyse(field.text).sentences
    ]


def _quoted(need: Document, match: Match, sentences: Sequence[Place]) -> list[Place]:
    """The sentences that the evidence quotes from the need, each once, in its order."""
    found: list[Place] = []
    for pair in match.evidence.pairs:
        place = next(
            place
            for place in sentences
            if need.fields[place.field].name == pair.left.field
            and _text(need, place) == pair.left.sentence
        )
        if place not in found:
            found.append(place)
    return found


def _drawn(places: Sequence[Place], least: int, lots: random.Random) -> list[Place]:
    """Sentences drawn by lot until they are at least so long."""
    drawn: list[Place] = []
    for place in lots.sample(places, len(places)):
        if sum(place.length for place in drawn) >= least:
            break
        drawn.append(place)
    return drawn


def _lost(
    matcher: Matcher, need: Document, match: Match, places: Sequence[Place]
) -> float:
    """Which part of the candidate's score goes with these sentences."""
    without = Document(
        need.id,
        need.kind,
        tuple(
            Field(field.name, field.lang, _without(field.text, number, places))
            for number, field in enumerate(need.fields)
        ),
    )
    scores = matcher.score_all(without, kinds=[match.kind])
    return 1.0 - scores[match.kind, match.id] / match.score


def _without(text: str, number: int, places: Sequence[Place]) -> str:
    for place in sorted(places, reverse=True):
        if place.field == number:
            text = text[: place.start] + "\n" + text[place.end :]
    return text


def _text(need: Document, place: Place) -> str:
    return need.fields[place.field].text[place.start : place.end]


def _interval(cases: Sequence[Case]) -> list[float]:
    """95 % of the mean difference, needs being drawn again with replacement."""
    by_need: dict[str, list[float]] = {}
    for case in cases:
        by_need.setdefault(case.need, []).append(case.shown - case.other)
    sums = np.asarray([[sum(found), len(found)] for found in by_need.values()])
    lots = np.random.default_rng(SEED)
    drawn = sums[lots.integers(len(sums), size=(RESAMPLINGS, len(sums)))].sum(axis=1)
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], [0.025, 0.975])
    return [round(float(low), 4), round(float(high), 4)]


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4)


if __name__ == "__main__":
    print(json.dumps({lang: measure(lang) for lang in LANGS}))
