"""How a ranking in Elasticsearch grows: `python -m benchmarks.ranking_growth [SIZES…]`.

For each size a catalogue is made up, fitted, and put into Elasticsearch (the one that
ELASTICSEARCH_URL names, or a node of our own). The same questions are ranked by it, by
the bare query alone and by this process. One JSON line a size.
"""

import json
import os
import sys
import tempfile
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

import numpy as np
from elasticsearch import Elasticsearch

from benchmarks.engines import server
from benchmarks.generate import Generator
from matching import Matcher
from matching.base import Key
from matching.cluster import ClusterRanking
from matching.cluster_query import FirstRanking
from matching.index import Index
from matching.rankers import InMemory, Ranker
from matching.weights import Weights

SIZES = (1_000, 10_000, 100_000)
TOP = 20
QUESTIONS = 200
TURNS = 3
"""How often each question is asked; the fastest counts, others may be at work."""
KIND = "expertise"


class _Bare:
    """Elasticsearch's own best by the first ranking, and nothing else."""

    def __init__(self, client: Elasticsearch, shared: ClusterRanking) -> None:
        self._client = client
        self._shared = shared

    def best(self, index: Index, query: list[Weights]) -> list[Key]:
        generation = self._shared.generation()
        first = FirstRanking.of(index, query, generation.usual)
        answer = self._client.search(
            index=generation.target,
            query=first.request([KIND]),
            size=TOP,
            source=False,
            stored_fields="_none_",
            docvalue_fields=[{"field": "kind"}, {"field": "id"}],
            track_total_hits=False,
        )
        rows = [hit["fields"] for hit in answer["hits"]["hits"]]
        return [(row["kind"][0], row["id"][0]) for row in rows]


def measure(client: Elasticsearch, entries: int, processes: int) -> dict[str, Any]:
    """Overlaps with the exact ranking, milliseconds, bytes, and their ratios."""
    made = Generator()
    matcher = Matcher().fit(made.documents(KIND, entries), processes=processes)
    name = f"renkei-bench-{uuid4().hex[:12]}"
    shared = ClusterRanking(client, name, patience=60.0)
    try:
        start = perf_counter()
        shared.fill(matcher.index, "", version=1)
        filling = perf_counter() - start
        target = shared.generation().target
        client.indices.flush(index=target)
        store = client.indices.stats(index=target, metric="store")["_all"]
        found = {
            "entries": entries,
            "filled_a_second": entries / filling,
            "bytes_an_entry": store["primaries"]["store"]["size_in_bytes"] / entries,
        }
        texts = [
            made.document("question", number).fields[2].text[:300]
            for number in range(QUESTIONS)
        ]
        questions = [matcher.weigh(text) for text in texts]
        found |= _asked(matcher.index, questions, shared, _Bare(client, shared))
    finally:
        shared.drop()
    return {
        key: round(value, 4) if isinstance(value, float) else value
        for key, value in found.items()
    }


def _asked(
    index: Index, questions: list[list[Weights]], shared: ClusterRanking, bare: _Bare
) -> dict[str, Any]:
    def ranked(ranker: Ranker, query: list[Weights]) -> list[Key]:
        return [key for key, _ in islice(ranker.best(index, query, [KIND]), TOP)]

    ways = {
        "in_memory": lambda query: ranked(InMemory(), query),
        "bare": lambda query: bare.best(index, query),
        "ranked": lambda query: ranked(shared, query),
    }
    seconds = {name: np.full(len(questions), np.inf) for name in ways}
    first, exact = [], []
    for turn in range(TURNS):
        for place, query in enumerate(questions):
            found = {}
            for name, ask in ways.items():
                start = perf_counter()
                found[name] = ask(query)
                took = perf_counter() - start
                seconds[name][place] = min(took, seconds[name][place])
            right = set(found["in_memory"])
            if turn == 0 and right:
                some = found["bare"][: len(right)]
                first.append(len(right & set(some)) / len(right))
                exact.append(len(right & set(found["ranked"])) / len(right))
    features = [sum(len(part.features) for part in query) for query in questions]
    told: dict[str, Any] = {
        "features_a_question": float(np.mean(features)),
        "overlap_before": float(np.mean(first)),
        "overlap": float(np.mean(exact)),
    }
    for name, taken in seconds.items():
        for part in (50, 95):
            told[f"{name}_ms_p{part}"] = float(np.percentile(taken, part)) * 1e3
    told["p95_over_bare"] = told["ranked_ms_p95"] / told["bare_ms_p95"]
    return told


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as node:
        with node.client(patience=300.0) as asked:
            for size in [int(given) for given in sys.argv[1:]] or SIZES:
                line = measure(asked, size, os.cpu_count() or 1)
                print(json.dumps(line), flush=True)
