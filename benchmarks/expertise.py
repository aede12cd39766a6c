"""Who has the expertise for this text? `python -m benchmarks.expertise DIR`."""

import json
from pathlib import Path
from typing import Any

from benchmarks.data import document, folder_argument, read_lines, read_ratings
from matching import Document, Matcher
from matching.evaluation import expertise_loss
from matching.people import people_scores

PeopleScores = dict[str, dict[str, float]]


def measure(folder: Path) -> dict[str, Any]:
    """Loss of the matcher on a folder of this form, mean and by sample."""
    ratings = read_ratings(folder / "ratings.csv")
    samples = score_samples(folder)
    losses = [expertise_loss(ratings, scores) for scores in samples]
    return {
        "loss": round(sum(losses) / len(losses), 4),
        "samples": [round(loss, 4) for loss in losses],
        "people": len(set().union(*samples)),
    }


def score_samples(folder: Path) -> list[PeopleScores]:
    """Person → need → score, for each sample of the people's works."""
    needs = [
        document("need", line["id"], title=line["title"], text=line["text"])
        for line in read_lines(folder / "needs.jsonl")
    ]
    found = []
    for file in sorted(folder.glob("people_*.jsonl.gz")):
        works = {
            (line["id"], str(number)): document(
                "work",
                f"{line['id']}/{number}",
                title=work["title"],
                text=work["text"],
            )
            for line in read_lines(file)
            for number, work in enumerate(line["works"])
        }
        found.append(_scores(needs, works))
    return found


def _scores(
    needs: list[Document], works: dict[tuple[str, str], Document]
) -> PeopleScores:
    """Person → need → score, needs and works standing in one catalogue."""
    matcher = Matcher().fit([*needs, *works.values()])
    authors = {work.key: person for (person, _), work in works.items()}
    scores: PeopleScores = {}
    for need in needs:
        found = people_scores(matcher.score_all(need, kinds=["work"]), authors)
        for person, score in found.items():
            scores.setdefault(person, {})[need.id] = score
    return scores


if __name__ == "__main__":
    print(json.dumps(measure(folder_argument(__doc__ or ""))))
