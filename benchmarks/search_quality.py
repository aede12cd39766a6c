"""Does search find the answer? `python -m benchmarks.search_quality DIR --engine E`.

E is `embedded`, or `elasticsearch` at ELASTICSEARCH_URL, or else on the tests' node.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.data import read_lines
from benchmarks.engines import ENGINES, opened
from matching.evaluation import ndcg_at, recall_at
from search.documents import PUBLIC, SearchDocument
from search.engine import Engine
from search.query import Query

EVERYONE = frozenset({PUBLIC})
_LOOKED_AT = 10


def measure(folder: Path, engine: Engine) -> dict[str, Any]:
    """nDCG@10 and recall@10 of an empty engine on a folder of this form.

    A question is typed as it stands. A tie counts against the engine: the right text
    stands behind all of the same score.
    """
    engine.index(_documents(folder))
    ranks = [
        _rank(engine, line["text"], str(line["doc"]))
        for line in read_lines(folder / "queries.jsonl.gz")
    ]
    return {
        "ndcg@10": round(ndcg_at(10, ranks), 4),
        "recall@10": round(recall_at(10, ranks), 4),
        "queries": len(ranks),
    }


def _documents(folder: Path) -> Iterator[SearchDocument]:
    for line in read_lines(folder / "docs.jsonl.gz"):
        body = {"ja": line["text"]}
        yield SearchDocument("text", str(line["id"]), 1, EVERYONE, body=body)


def _rank(engine: Engine, text: str, right: str) -> int | None:
    query = Query(text, EVERYONE, facets=(), size=2 * _LOOKED_AT)
    scores = {hit.id: hit.score for hit in engine.search(query).hits}
    if right not in scores:
        return None
    return sum(score >= scores[right] for score in scores.values())


def main() -> None:
    """Measure as the command line says and print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", choices=ENGINES, required=True)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with opened(given.engine, Path(folder)) as engine:
            print(json.dumps({"engine": given.engine, **measure(given.folder, engine)}))


if __name__ == "__main__":
    main()
