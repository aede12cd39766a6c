"""How well the matcher ranks what a reader graded. README.md has the guideline."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from benchmarks.demonstration import FOLDER, demonstration, dictionary
from matching import Document, Matcher
from matching.documents import LANGS
from matching.evaluation import graded_ndcg_at, graded_recall_at, read_grades

GRADES = FOLDER / "grades.csv"
WORTH_INTRODUCING = 2
"""The least grade that recall counts."""

Languages = Literal["both", "ja", "en"]
Words = Mapping[str, Sequence[str]]


def measure(
    languages: Languages = "both", words: Words | None = None
) -> dict[str, float]:
    """nDCG@5 and recall@10 over the needs that have text in these languages.

    All needs and all expertise of the demonstration stand in one catalogue, as they
    do in the product, and are asked with its dictionary, or with these `words`.
    """
    grades = read_grades(GRADES)
    scores = score_needs(languages, words)
    ndcg = [graded_ndcg_at(5, grades[id], scores[id]) for id in scores]
    recall = [
        graded_recall_at(10, WORTH_INTRODUCING, grades[id], scores[id]) for id in scores
    ]
    return {"ndcg@5": _mean(ndcg), "recall@10": _mean(recall), "needs": len(scores)}


def score_needs(
    languages: Languages = "both", words: Words | None = None
) -> dict[str, dict[str, float]]:
    """Graded need → expertise → score."""
    chosen = LANGS if languages == "both" else (languages,)
    needs = demonstration("need", *chosen)
    offers = demonstration("expertise", *chosen)
    matcher = Matcher().fit([*needs, *offers])
    matcher.use(dictionary() if words is None else words)
    grades = read_grades(GRADES)
    asked = [need for need in needs if need.id in grades and need.fields]
    return {need.id: _scores(matcher, need) for need in asked}


def _scores(matcher: Matcher, need: Document) -> dict[str, float]:
    found = matcher.score_all(need, kinds=["expertise"])
    return {id: score for (_, id), score in found.items()}


def _mean(values: Iterable[float | None]) -> float:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 4)
