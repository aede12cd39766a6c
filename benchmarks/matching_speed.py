"""How fast the matcher is: `python -m benchmarks.matching_speed [ENTRIES [NEEDS]]`.

Everything is compared with a peer on the same matrices in the same run.
"""

import json
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.metrics.pairwise import cosine_similarity
from sparse_dot_topn import sp_matmul_topn

from benchmarks.generate import Generator
from matching import Document, Matcher
from matching.explaining import explain_rows
from matching.ranking import AllPairs, best_for
from matching.stored_ranking import store_ranking, stored_ranking
from matching.weights import Weights

TOP = 20
QUESTIONS = 200
CHANGES = 50
TURNS = 2
"""How often all pairs are ranked."""
COMPARED = 500
"""Needs that scikit-learn compares; the rest would take as long in proportion."""


def measure(entries: int, needs: int) -> dict[str, Any]:
    """Times in seconds or milliseconds, and ratios to the peers.

    Memory is the most that this process held until the first ranking was stored, before
    the peers' matrices were made.
    """
    cores = os.cpu_count() or 1
    made = Generator()
    documents = [
        *made.documents("need", needs),
        *made.documents("expertise", entries),
    ]
    fitting, matcher = _timed(lambda: Matcher().fit(documents, processes=cores))
    found: dict[str, Any] = {"entries": entries, "needs": needs, "cores": cores}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        found["save_s"], _ = _timed(lambda: matcher.save(path / "index"))
        found["open_s"], matcher = _timed(lambda: Matcher.load(path / "index"))
        questions = [made.document("question", n) for n in range(QUESTIONS)]
        found |= _all_pairs(matcher, path, cores, fitting)
        found |= _one_text(matcher, questions)
        found |= _changes(matcher, questions[:CHANGES])
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in found.items()
    }


def _all_pairs(
    matcher: Matcher, path: Path, cores: int, fitting: float
) -> dict[str, Any]:
    def rank(folder: Path) -> AllPairs:
        pairs = matcher.ranking("need", "expertise", top=TOP, threads=cores)
        store_ranking(pairs, folder)
        return pairs

    ours, pairs = _timed(rank, path / "ranking-0")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    matrices = _matrices(pairs)

    def multiply() -> None:
        for left, right in matrices:
            sp_matmul_topn(left, right, TOP, n_threads=cores)

    # In turns, and the fastest of each: others may be at work on the machine.
    peer, _ = _timed(multiply)
    for turn in range(1, TURNS):
        ours = min(ours, _timed(rank, path / f"ranking-{turn}")[0])
        peer = min(peer, _timed(multiply)[0])
    chunks = [
        (left[at : at + 100], right)
        for left, right in matrices
        for at in range(0, min(COMPARED, left.shape[0]), 100)
    ]
    cosine, _ = _timed(lambda: [_cosine(left, right) for left, right in chunks])
    rows = sum(left.shape[0] for left, _ in matrices)
    cosine *= rows / sum(left.shape[0] for left, _ in chunks)
    key = pairs.index.key
    ranked = [
        (key(left), [key(right) for right in rights if right >= 0])
        for chunk in stored_ranking(path / "ranking-0")
        for left, rights in zip(
            chunk.lefts.tolist(), chunk.rights.tolist(), strict=True
        )
    ]

    def explain() -> int:
        rows = explain_rows(path / "index", ranked, words={}, processes=cores)
        return sum(one is not None for row in rows for one in row)

    evidence, explained = _timed(explain)
    whole = fitting + ours + evidence
    return {
        "fit_s": fitting,
        "rank_s": ours,
        "evidence_s": evidence,
        "fit_share_from_texts": fitting / whole,
        "rank_share_from_texts": ours / whole,
        "evidence_share_from_texts": evidence / whole,
        "rank_over_sparse_dot_topn": ours / peer,
        "scikit_learn_over_rank": cosine / ours,
        "evidence_over_rank": evidence / ours,
        "pairs_with_evidence": explained,
        "evidence_ms_a_pair": evidence / max(explained, 1) * 1e3,
        "memory_gib": memory / 2**20,
    }


def _matrices(pairs: AllPairs) -> list[tuple[csr_matrix, csr_matrix]]:
    """The matrices that are multiplied, left and right, as rows of documents."""
    base = pairs.index.base
    return [
        (
            hstack([base.rows[x][way.lefts] for x, _ in way.spoken], format="csr"),
            hstack([base.rows[y][way.rights] for _, y in way.spoken], format="csr"),
        )
        for way in pairs.ways
    ]


def _cosine(left: csr_matrix, right: csr_matrix) -> Any:
    scores = cosine_similarity(left, right)
    return np.argpartition(scores, -min(TOP, scores.shape[1]), axis=1)[:, -TOP:]


def _one_text(matcher: Matcher, questions: list[Document]) -> dict[str, Any]:
    index = matcher.ranking("need", "expertise").index
    base = index.base
    text = [question.fields[2].text[:300] for question in questions]

    def product(vectors: list[tuple[csr_matrix, csr_matrix]]) -> None:
        for vector, postings in vectors:
            vector @ postings

    def ranked(question: list[Weights]) -> list[tuple[int, float]]:
        return list(islice(best_for(index, question, ["expertise"]), TOP))

    def answered(one: str) -> None:
        matcher.match(one, kinds=["expertise"])

    bare, ours, answers = [], [], []
    for one in text:
        question = matcher.weigh(one)
        vectors = [
            (
                csr_matrix(
                    (part.values, (np.zeros(len(part.columns)), part.columns)),
                    shape=(1, len(base.features)),
                ),
                base.postings[part.lang],
            )
            for part in question
        ]
        bare.append(_timed(product, vectors)[0])
        ours.append(_timed(ranked, question)[0])
        answers.append(_timed(answered, one)[0])
    return {
        "bare_product_ms_p95": _p95(bare),
        "one_text_ms_p95": _p95(ours),
        "one_text_over_bare_product": _p95(ours) / _p95(bare),
        "answer_with_evidence_ms_p50": float(np.median(answers)) * 1e3,
        "answer_with_evidence_ms_p95": _p95(answers),
    }


def _changes(matcher: Matcher, documents: Iterable[Document]) -> dict[str, Any]:
    added, changed, removed = [], [], []
    for document in documents:
        again = Document(document.id, document.kind, document.fields[:2])
        added.append(_timed(matcher.put, document)[0])
        changed.append(_timed(matcher.put, again)[0])
        removed.append(_timed(matcher.remove, *document.key)[0])
    return {
        "add_ms_p95": _p95(added),
        "change_ms_p95": _p95(changed),
        "remove_ms_p95": _p95(removed),
    }


def _timed(work: Callable[..., Any], *given: Any) -> tuple[float, Any]:
    start = perf_counter()
    result = work(*given)
    return perf_counter() - start, result


def _p95(seconds: list[float]) -> float:
    return float(np.percentile(seconds, 95)) * 1e3


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[1:3]] or [1_000]
    print(json.dumps(measure(sizes[0], sizes[1] if len(sizes) > 1 else sizes[0] // 10)))
