"""Which text answers this question? `python -m benchmarks.retrieval DIR`."""

import json
from pathlib import Path

from benchmarks.data import document, folder_argument, read_lines
from matching import Matcher
from matching.evaluation import ndcg_at, rank_of, recall_at


def measure(folder: Path) -> dict[str, float]:
    """nDCG@10 and recall@10 of the matcher on a folder of this form."""
    ranks = rank_answers(folder)
    return {
        "ndcg@10": round(ndcg_at(10, ranks), 4),
        "recall@10": round(recall_at(10, ranks), 4),
        "queries": len(ranks),
    }


def rank_answers(folder: Path) -> list[int | None]:
    """Place of the right text of each question; None if it scored nothing."""
    texts = (
        document("text", str(line["id"]), text=line["text"])
        for line in read_lines(folder / "docs.jsonl.gz")
    )
    matcher = Matcher().fit(texts)
    return [
        rank_of(
            matcher.score_all(document("query", "", text=line["text"]), kinds=["text"]),
            ("text", str(line["doc"])),
        )
        for line in read_lines(folder / "queries.jsonl.gz")
    ]


if __name__ == "__main__":
    print(json.dumps(measure(folder_argument(__doc__ or ""))))
