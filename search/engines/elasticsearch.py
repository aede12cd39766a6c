"""The engine of several machines: one index of an Elasticsearch cluster.

Readers and writers name an alias; the index behind it is exchanged at once for a new
one (`fresh`, `promote`). A write goes nowhere but to an alias that is there, so that
none ever makes an index without our fields.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import scan, streaming_bulk

from search.documents import Key, Removal, SearchDocument
from search.engine import EngineError, Results
from search.engines import elasticsearch_answer as answers
from search.engines import elasticsearch_indices as indices
from search.engines import elasticsearch_projection as projection
from search.engines.cutting import CutText, cut
from search.engines.elasticsearch_query import common, request
from search.engines.many import prepared
from search.query import Query
from search.understanding import Step, understand

_BATCH = 200
_PAGE = 5_000
_BOOKMARK = "bookmark"
_CONFLICT = 409
_AWAY = frozenset(
    {
        "index_not_found_exception",
        "no_shard_available_action_exception",
        "shard_not_found_exception",
    }
)
"""What is said of a document whose index is not there, or is going."""


class ElasticsearchEngine:
    """One index of a cluster.

    Nothing is asked of the cluster before the first call; until `clear` or `promote`
    made the index, searches and writes raise EngineError, and there is no bookmark.

    Args:
        client: how the cluster is reached; its own time limit holds for writes.
        name: what the names of our indexes begin with.
        patience: the seconds that a search may take in all.
        shards: of an index that is made.
    """

    def __init__(
        self,
        client: Elasticsearch,
        name: str,
        *,
        patience: float = 1.0,
        shards: int = 1,
    ) -> None:
        """Remember where to ask."""
        self._client = client
        self._name = name
        self._alias = indices.alias_of(name)
        self._target = self._held_in = self._alias
        self._patience = patience
        self._shards = shards
        self._closed = False

    def index(self, documents: Iterable[SearchDocument]) -> int:
        """Add or replace documents; see `Engine.index`.

        They are written in batches: when this raises, the batches before are in the
        index, and the same call may be made again. Texts that the index readers find
        has of the same document are not cut again.
        """
        with self._errors():
            written = len(self._write(prepared(_action, documents, self._held)))
            self._refresh()
            return written

    def remove(self, removals: Iterable[Removal]) -> int:
        """Take documents out; see `Engine.remove`."""
        wanted = list(removals)
        if not wanted:
            return 0
        with self._errors():
            there = self._live({projection.name_of(r.key) for r in wanted})
            gone = self._write(projection.removing(removal) for removal in wanted)
            self._refresh()
            return len(there & set(gone))

    def search(self, query: Query, *, end: float | None = None) -> Results:
        """Answer a query; see `Engine.search`. Takes no longer than `patience`.

        Hits are those of the first million; pages behind them are empty.

        Args:
            query: what is asked.
            end: the moment of `hurry` from which on no answer is waited for.
        """
        end = self.hurry() if end is None else end
        plan = understand(query)
        steps: tuple[Step | None, ...] = plan.steps
        if plan.blank or (plan.excluded and not plan.steps):
            steps = (None,)
        counted, page, taken = answers.NOTHING, answers.NOTHING, None
        with self._errors():
            for step in steps:
                counted, *rest = self._ask(query, request(query, plan, step), end)
                page = rest[0] if rest else answers.NOTHING
                if answers.anything(counted):
                    taken = step
                    break
        return Results(
            total=answers.total(counted),
            hits=answers.hits(page, query, taken),
            facets=answers.facets(counted, query),
            understood=replace(
                plan.understanding, relaxed=taken is not None and taken.relaxed
            ),
        )

    def keys(self) -> frozenset[Key]:
        """Return the names of all documents held."""
        return frozenset(self.versions())

    def versions(self) -> dict[Key, int]:
        """Return the version of every document held."""
        return {key: hit["_version"] // 2 for key, hit in self._all("version")}

    def digests(self, of: Collection[Key] | None = None) -> dict[Key, str]:
        """Return the digests of documents held; see `Engine.digests`."""
        return {key: hit["_source"]["digest"] for key, hit in self._all(of=of)}

    def hurry(self) -> float:
        """Return until when a reader waits who asks now, for all that is asked then."""
        return time.monotonic() + self._patience

    def bookmark(self, *, end: float | None = None) -> str | None:
        """Return the bookmark; see `Engine.bookmark`. None where there is no index.

        Args:
            end: as for `search`; None for whoever has the time of a writer.
        """
        client = self._client if end is None else self._until(end)
        with self._errors():
            try:
                found = client.get(index=self._target, id=_BOOKMARK)
            except NotFoundError:
                return None
            bookmark: str = found["_source"]["bookmark"]
            return bookmark

    def set_bookmark(self, bookmark: str) -> None:
        """Keep a bookmark in the index."""
        kept = {"bookmark": bookmark}
        with self._errors():
            self._client.index(
                index=self._target, id=_BOOKMARK, document=kept, require_alias=True
            )

    def clear(self) -> None:
        """Forget everything: an empty index takes the place of what was there."""
        self.promote(self.fresh())

    def close(self) -> None:
        """Let go of the connections."""
        self._closed = True
        self._client.close()

    def pinned(self) -> ElasticsearchEngine | None:
        """Return an engine that stays with the index that readers find now.

        Whoever reads a bookmark and writes what follows it must do both in one index,
        whatever takes its place meanwhile. None where there is no index.
        """
        with self._errors():
            own = indices.current(self._client, self._alias)
        return None if own is None else self._on(own)

    def fresh(self, *, anew: bool = False) -> ElasticsearchEngine:
        """Return an engine on a new, empty index that nobody reads.

        Args:
            anew: take no words from the index that readers find; cut every text.
        """
        with self._errors():
            own = indices.create(self._client, self._alias, self._shards)
            fresh = self._on(own)
            fresh._held_in = own if anew else self._alias
            return fresh

    def promote(self, fresh: ElasticsearchEngine) -> None:
        """Let readers find the index of a `fresh` engine, at once, from now on.

        Side effects: the index before it, and any other fresh one, is dropped.
        """
        with self._errors():
            indices.promote(self._client, self._alias, fresh._target)

    def merge(self) -> None:
        """Have the server merge the segments that filling left; do not wait for it.

        A search looks every word up in every segment, so that it is quicker where
        there are few. What is written later makes segments anew, which the server
        merges by its own rules.

        Side effects: the server is busy for a while, and the index takes up to twice
        its place on disk meanwhile.
        """
        with self._errors():
            indices.merge(self._client, self._target)

    def abandon(self, fresh: ElasticsearchEngine) -> None:
        """Delete the index of a `fresh` engine that readers shall not find."""
        with self._errors():
            indices.drop(self._client, fresh._target)

    def drop(self) -> None:
        """Delete all indexes of this engine from the cluster."""
        with self._errors():
            indices.drop(self._client, f"{self._alias}-*-own")

    @property
    def target(self) -> str:
        """Where this engine reads and writes: an alias that readers name, or an own."""
        return self._target

    def generations(self) -> list[str]:
        """Return the names of this engine's indexes, the one being filled with them."""
        with self._errors():
            return indices.generations(self._client, self._alias)

    def left_over(self) -> list[str]:
        """Return our indexes whose terms were cut by other rules: another release's."""
        with self._errors():
            return indices.left_over(self._client, self._name)

    def drop_left_over(self, index: str) -> None:
        """Delete one of them."""
        with self._errors():
            self._client.indices.delete(index=index)

    def _on(self, own: str) -> ElasticsearchEngine:
        engine = ElasticsearchEngine(
            self._client, self._name, patience=self._patience, shards=self._shards
        )
        engine._target = own
        return engine

    def _ask(
        self, query: Query, searches: Sequence[Mapping[str, Any]], end: float
    ) -> list[answers.Answer]:
        """Ask for several things at once; the server may work on all of them."""
        client = self._until(end)
        head = {"index": self._target, **common(query)}
        sent = [line for search in searches for line in (head, search)]
        found: list[answers.Answer] = client.msearch(searches=sent)["responses"]
        for answer in found:
            if "error" in answer:
                raise EngineError(f"the search failed: {answer['error']}")
        return found

    def _until(self, end: float) -> Elasticsearch:
        """Return a client that waits no longer than that."""
        left = end - time.monotonic()
        if left <= 0:
            raise EngineError("the search took too long")
        return self._client.options(request_timeout=left)

    def _held(self, keys: Sequence[Key]) -> dict[Key, list[CutText]]:
        """Read what readers' index has of some documents; nothing where there is none.

        Its alias is of our rules alone. It is the one that a `fresh` index will take
        the place of; what was not refreshed yet may be missing.
        """
        names = [projection.name_of(key) for key in keys]
        found = self._client.mget(
            index=self._held_in, ids=names, realtime=False, source=["texts"]
        )
        held = {}
        for key, doc in zip(keys, found["docs"], strict=True):
            if "error" in doc:
                if doc["error"]["type"] not in _AWAY:
                    raise EngineError(f"{doc['_id']} was not read: {doc['error']}")
            elif doc["found"]:
                held[key] = projection.held(doc["_source"])
        return held

    def _write(self, actions: Iterable[dict[str, Any]]) -> list[str]:
        """Send actions; return the ids of those that were not too late.

        While the server writes a batch, this thread makes the next.
        """
        written: list[str] = []
        rest = iter(actions)
        with ThreadPoolExecutor(1) as sender:
            sending: Future[list[str]] | None = None
            while batch := [*islice(rest, _BATCH)]:
                if sending is not None:
                    written += sending.result()
                sending = sender.submit(self._send, batch)
            if sending is not None:
                written += sending.result()
        return written

    def _send(self, batch: list[dict[str, Any]]) -> list[str]:
        written = []
        for good, item in streaming_bulk(
            self._client,
            batch,
            chunk_size=_BATCH,
            raise_on_error=False,
            index=self._target,
            require_alias=True,
        ):
            result = item["index"]
            if good:
                written.append(result["_id"])
            elif result["status"] != _CONFLICT:
                raise EngineError(f"{result['_id']} was not written: {result['error']}")
        return written

    def _all(
        self, *further: str, of: Collection[Key] | None = None
    ) -> Iterator[tuple[Key, dict[str, Any]]]:
        """Go through all documents, with their digests and what else is asked for."""
        conditions: list[dict[str, Any]] = [{"term": {"live": True}}]
        if of is not None:
            names = [projection.name_of(key) for key in of]
            conditions.append({"ids": {"values": names}})
        wanted = {
            "query": {"bool": {"filter": conditions}},
            "_source": ["kind", "id", "digest"],
            **dict.fromkeys(further, True),
        }
        with self._errors():
            for hit in scan(self._client, wanted, index=self._target, size=_PAGE):
                yield Key(hit["_source"]["kind"], hit["_source"]["id"]), hit

    def _live(self, ids: set[str]) -> set[str]:
        """Return those of some documents that are there, whether refreshed or not."""
        found = self._client.mget(index=self._target, ids=sorted(ids), source=["live"])
        return {
            doc["_id"]
            for doc in found["docs"]
            if doc.get("found") and doc["_source"]["live"]
        }

    def _refresh(self) -> None:
        self._client.indices.refresh(index=self._target)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Turn the client's errors into the engine's own."""
        if self._closed:
            raise EngineError("the engine is closed")
        try:
            yield
        except (ApiError, TransportError) as error:
            raise EngineError(str(error)) from error


def _action(document: SearchDocument, held: Sequence[CutText]) -> dict[str, Any]:
    return projection.action(cut(document, held))
