"""Does search stay quick when it is large? `python -m benchmarks.search_load [SIZE]`.

A catalogue is made up (`benchmarks/generate.py`), 100,000 entries unless told
otherwise, and each engine is compared with the barest use of what it stands on, in the
same run: Elasticsearch with a `match` query and with `streaming_bulk` of the same
documents, whose texts its standard analyzer cuts (the only one for Japanese text that
needs no plugin), and with a `match` of our words in our index, alone and with a count
of all facets, which is what a search with facets is at the barest; filling it also with
`streaming_bulk` of the very actions that it is filled with, cut before the clock runs;
the embedded engine with `MATCH … ORDER BY rank LIMIT 20` of the same words in a table
of FTS5 that is put into the same file for it. Both are filled once more with the same
documents, beside what they hold, as a rebuild does it (`refill`). Each question is
measured when it is asked for the first time, after others.
"""

import argparse
import json
import pickle
import resource
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, Protocol, Self

import numpy as np
from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from benchmarks.engines import ENGINES, server
from benchmarks.generate import Generator
from search.documents import PUBLIC, SearchDocument
from search.engine import Engine
from search.engines.cutting import WEIGHTS, cut
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_projection import action
from search.engines.sqlite import SqliteEngine
from search.query import Query
from search.understanding import understand

SIZE = 100_000
QUESTIONS = 300
SAVES = 20
SHOWN = 20
EVERYONE = frozenset({PUBLIC})
PLAIN = "renkei-bench-plain"
COUNTED = {"facets": {"terms": {"field": "facets", "size": 10_000}}}
SENT = 10_000
"""So many actions are sent as they are; more would not fit into memory."""
# kind → how many of 100 entries are of it, and how many values each has of a facet on
# average, as counted in the demonstration region; of a tree, how many lowest ones.
KINDS: dict[str, tuple[int, dict[str, float]]] = {
    "need": (
        15,
        {"municipality": 0.8, "theme": 1.6, "help": 2.6, "state": 1, "deadline": 0.8}
        | {"industry": 0.5},
    ),
    "expertise": (
        40,
        {"municipality": 1.5, "institution": 1, "theme": 1.5, "maturity": 1}
        | {"field": 1.7},
    ),
    "facility": (
        6,
        {"municipality": 1, "institution": 1, "theme": 1.8, "remote": 0.4},
    ),
    "outcome": (2, {"municipality": 0.8, "theme": 1.8}),
    "researcher": (20, {"municipality": 1.5, "institution": 1, "field": 1.7}),
    "organisation": (12, {"organisation_kind": 1, "municipality": 1}),
    "page": (5, {}),
}

# facet → how many values it has; of a tree, on each level from the highest down.
VALUES = {
    "municipality": (7,),
    "institution": (40,),
    "theme": (10,),
    "help": (8,),
    "state": (4,),
    "deadline": (5,),
    "maturity": (9,),
    "remote": (1,),
    "organisation_kind": (6,),
    "field": (11, 65, 307),
    "industry": (20, 99, 536),
}


class Exchanged(Engine, Protocol):
    """An engine whose place another one takes that was filled beside it."""

    def fresh(self) -> Self:
        """Return an engine to fill."""
        ...

    def promote(self, fresh: Self) -> None:
        """Put it in this one's place."""
        ...


def document(made: Generator, number: int) -> SearchDocument:
    """One entry with the facets of its kind; the same number is always the same."""
    random = Random(f"facets {number}")
    [kind] = random.choices([*KINDS], [share for share, _ in KINDS.values()])
    texts: dict[str, dict[str, str]] = {"title": {}, "summary": {}, "body": {}}
    for field in made.document(kind, number).fields:
        texts[field.name][field.lang] = field.text
    return SearchDocument(
        kind,
        str(number),
        1,
        EVERYONE,
        title=texts["title"],
        summary=texts["summary"],
        body=texts["body"],
        facets={
            name: values
            for name, average in KINDS[kind][1].items()
            if (values := _values(random, name, average))
        },
        sort={"updated": random.randrange(10**9)},
    )


def _values(random: Random, name: str, average: float) -> tuple[str, ...]:
    """Draw values of a facet, of a tree with all above them; each once."""
    levels = VALUES[name]
    drawn = [
        random.randrange(levels[-1]) for _ in range(int(average + random.random()))
    ]
    return tuple(
        dict.fromkeys(
            f"{depth}-{lowest * size // levels[-1]}"
            for lowest in drawn
            for depth, size in enumerate(levels)
        )
    )


def measure(name: str, size: int, questions: int = QUESTIONS) -> dict[str, Any]:
    """Fill, ask and save with one engine; times in milliseconds, speeds a second.

    Memory is the peak of this process, so that each engine wants a process of its own.
    """
    made = Generator()
    asked = [made.question(number) for number in range(2 * questions)]
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "documents"
        with stored.open("wb") as file:
            for number in range(size):
                pickle.dump(document(made, number), file)
        ask = _embedded if name == "embedded" else _elasticsearch
        found = {"engine": name, "entries": size, "questions": questions}
        found |= ask(stored, size, asked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found["memory_mib"] = peak / 2**10
    return {
        key: round(value, 3) if isinstance(value, float) else value
        for key, value in found.items()
    }


def _embedded(stored: Path, size: int, asked: list[str]) -> dict[str, Any]:
    path = stored.with_name("search.sqlite3")
    with closing(SqliteEngine(path)) as engine, ExitStack() as stack:
        spent = _time(lambda: engine.index(_read(stored)))
        refill = _time(_refill, engine, stored)
        size_mib = path.stat().st_size / 2**20
        file = stack.enter_context(closing(sqlite3.connect(path)))
        file.executescript(_BARE_TABLE)
        words = {text: [f'"{word}"' for word in _words(text)] for text in asked}

        def bare(text: str) -> None:
            for joined in (" AND ".join(words[text]), " OR ".join(words[text])):
                if file.execute(_BARE, (joined,)).fetchall():
                    return

        return {
            "rebuild_per_s": size / spent,
            "refill_per_s": size / refill,
            **_questions(engine, asked, bare=bare),
            **_saves(engine),
            "disk_mib": size_mib,
        }


_COLUMNS = ", ".join(WEIGHTS)
_BARE_TABLE = f"""CREATE VIRTUAL TABLE bare USING fts5(
        {_COLUMNS}, content = '', tokenize = "ascii tokenchars '+#'");
    INSERT INTO bare (rowid, {_COLUMNS}) SELECT docid, {_COLUMNS} FROM cut"""
_BARE = f"""SELECT rowid, rank FROM bare WHERE bare MATCH ?
    ORDER BY rank LIMIT {SHOWN}"""


def _elasticsearch(stored: Path, size: int, asked: list[str]) -> dict[str, Any]:
    with server(stored.parent) as found, found.client(patience=300) as client:
        with found.engine() as engine:
            spent = _time(lambda: engine.index(_read(stored)))
            refill = _time(_refill, engine, stored)
            plain = _time(_bulk, client, stored)
            sent = _sent_per_s(client, engine, stored)
            merged = _time(_merge, client, engine)

            def bare(text: str) -> None:
                client.search(index=PLAIN, query={"match": {"text": text}}, size=SHOWN)

            words = {text: " ".join(_words(text)) for text in asked}

            def own_words(text: str) -> None:
                match = {"match": {"words": words[text]}}
                client.search(index=engine.target, query=match, size=SHOWN)

            def with_facets(text: str) -> None:
                match = {"match": {"words": words[text]}}
                given = {"query": match, "aggs": COUNTED, "size": SHOWN}
                client.search(index=engine.target, **given)

            figures = {
                "rebuild_per_s": size / spent,
                "rebuild_over_bulk": plain / spent,
                "rebuild_over_sent": size / spent / sent,
                "refill_per_s": size / refill,
                "refill_over_bulk": plain / refill,
                "refill_over_sent": size / refill / sent,
                "merge_s": merged,
                **_questions(
                    engine, asked, bare=bare, words=own_words, facets=with_facets
                ),
                **_saves(engine),
                **_server_size(client),
            }
            client.indices.delete(index=PLAIN)
            return figures


def _refill(engine: Exchanged, stored: Path) -> None:
    """Fill a new index with what the engine holds already, and let it be found."""
    fresh = engine.fresh()
    fresh.index(_read(stored))
    engine.promote(fresh)


def _bulk(client: Elasticsearch, stored: Path) -> None:
    """Send every document as it is, and let it be found."""
    text = {"type": "text"}
    client.options(ignore_status=404).indices.delete(index=PLAIN)
    client.indices.create(
        index=PLAIN, mappings={"dynamic": False, "properties": {"text": text}}
    )
    for _ in streaming_bulk(client, map(_plain, _read(stored)), index=PLAIN):
        pass
    client.indices.refresh(index=PLAIN)


def _sent_per_s(client: Elasticsearch, engine: Engine, stored: Path) -> float:
    """Send our own actions, already cut, to another index; return how many a second."""
    assert isinstance(engine, ElasticsearchEngine)
    sent = [action(cut(one)) for one in islice(_read(stored), SENT)]
    fresh = engine.fresh()

    def send() -> None:
        for _ in streaming_bulk(client, sent, index=fresh.target):
            pass
        client.indices.refresh(index=fresh.target)

    spent = _time(send)
    engine.abandon(fresh)
    return len(sent) / spent


def _merge(client: Elasticsearch, engine: ElasticsearchEngine) -> None:
    """Merge the segments as the end of a rebuild does, but wait for it."""
    engine.merge()
    client.indices.forcemerge(index=engine.target, max_num_segments=1)
    client.indices.refresh(index=engine.target)


def _plain(one: SearchDocument) -> dict[str, Any]:
    texts = [*one.title.values(), *one.summary.values(), *one.body.values()]
    return {
        "_id": f"{one.kind} {one.id}",
        "text": texts,
        "facets": {name: list(values) for name, values in one.facets.items()},
    }


def _server_size(client: Elasticsearch) -> dict[str, float]:
    shards = client.indices.stats(index="renkei-test-*", metric="store")
    nodes = client.nodes.stats(metric="jvm")["nodes"].values()
    pools = [node["jvm"]["mem"]["heap_max_in_bytes"] for node in nodes]
    return {
        "disk_mib": shards["_all"]["total"]["store"]["size_in_bytes"] / 2**20,
        "server_heap_mib": sum(pools) / 2**20,
    }


def _questions(
    engine: Engine, asked: list[str], **peers: Callable[[str], None]
) -> dict[str, float]:
    """Ask the first half, ours and the peers in turns, after all asked the second.

    The second half warms what is to be warm. No answer is one that was kept: nothing
    is asked twice.
    """
    before, asked = asked[len(asked) // 2 :], asked[: len(asked) // 2]

    def ours(text: str) -> None:
        engine.search(Query(text, EVERYONE, size=SHOWN))

    for work in (ours, *peers.values()):
        for text in before:
            work(text)
    spent: dict[str, list[float]] = {"own": [], **{name: [] for name in peers}}
    for text in asked:
        for name, work in {"own": ours, **peers}.items():
            spent[name].append(1e3 * _time(work, text))
    p95 = {name: float(np.percentile(times, 95)) for name, times in spent.items()}
    return {
        **{f"{name}_p50_ms": float(np.median(times)) for name, times in spent.items()},
        **{f"{name}_p95_ms": time for name, time in p95.items()},
        **{f"p95_over_{name}": p95["own"] / p95[name] for name in peers},
    }


def _words(text: str) -> tuple[str, ...]:
    return understand(Query(text, EVERYONE)).words


def _saves(engine: Engine) -> dict[str, float]:
    """Save entries one by one, each until a search finds it."""
    spent = [_time(_save, engine, number) for number in range(SAVES)]
    return {"save_until_found_ms_max": 1e3 * max(spent)}


def _save(engine: Engine, number: int) -> None:
    code = f"zq{number}saved"
    engine.index([SearchDocument("need", code, 1, EVERYONE, title={"ja": code})])
    while not engine.search(Query(code, EVERYONE)).total:
        pass


def _read(stored: Path) -> Iterator[SearchDocument]:
    """Read the documents back one by one, so that they take no memory."""
    with stored.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)


def _time(work: Callable[..., Any], *given: Any) -> float:
    start = perf_counter()
    work(*given)
    return perf_counter() - start


def main() -> None:
    """Measure as the command line says, one line for each engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=SIZE)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    given = parser.parse_args()
    for name in given.engine or ENGINES:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            work = pool.submit(measure, name, given.size, given.questions)
            print(json.dumps(work.result()), flush=True)


if __name__ == "__main__":
    main()
