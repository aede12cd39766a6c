"""A ranking that Elasticsearch keeps: for a catalogue that outgrows one machine.

The cluster gives the best by a first ranking (`cluster_query`), with what their exact
scores are computed from. Where one that it did not give could still belong before one
that it gave, more are asked for: the ranking is the one that `ranking.best_for` gives.

Readers name an alias, behind which `fill` puts a new index at once. Its name holds the
method's version, so that no index of another method is ever asked.
"""

import secrets
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import streaming_bulk

from matching.bands import FLOOR
from matching.base import Key
from matching.cluster_entries import (
    ALONE,
    BOTH,
    LAYOUT,
    entries,
    name_of,
    score_all,
    unpack,
)
from matching.cluster_query import FirstRanking
from matching.documents import LANGS
from matching.errors import RankingError, RankingMissing
from matching.index import Index
from matching.ranking import DIGITS
from matching.vectorizer import Floats
from matching.version import CUTTERS_MARK, VERSION
from matching.weights import Weights

FIRST = 96
"""How many of the best are asked for at first, and four times as many ever after."""
_DEEPEST = 1_000_000
_READ: list[dict[str, Any]] = [{"field": name} for name in ("kind", "id", "said")]
_BATCH = 500
_BOOKMARK = "bookmark"
_CONFLICT = 409
_GONE = 404


@dataclass(frozen=True, slots=True)
class Generation:
    """One index: the alias that only it has, and what it was filled with.

    `usual` are the usual lengths; `documents` how many there were; `bookmark` what
    `fill` was given.
    """

    target: str
    usual: Floats
    documents: int
    bookmark: str


class ClusterRanking:
    """Ranks what an index of a cluster holds; fulfils `rankers.Ranker`.

    Nothing is asked of the cluster before the first call. Every method raises
    `RankingError` where the cluster cannot be asked or written, and `RankingMissing`
    until `fill` made the index.

    Args:
        client: how the cluster is reached; its own time limit holds for writes.
        name: what the names of our indexes begin with.
        patience: the seconds that the cluster may take for one ranking in all.
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
        self._prefix = f"{name}_ranking-"
        self._alias = f"{self._prefix}{VERSION}.{CUTTERS_MARK}.{LAYOUT}"
        self._patience = patience
        self._shards = shards
        self._generation: Generation | None = None

    def best(
        self, index: Index, query: Sequence[Weights], kinds: Collection[str]
    ) -> Iterator[tuple[Key, float]]:
        """See `Ranker.best`. The index only tells what is said in which language."""
        usual = self.generation().usual
        first = FirstRanking.of(index, query, usual)
        if not (first.ways and kinds):
            return
        asked = {"query": first.request(kinds)}
        given: set[Key] = set()
        wanted, left = FIRST, self._patience
        while True:
            start = time.monotonic()
            hits = self._search(asked, wanted, left)
            left -= time.monotonic() - start
            # No document that was not found has a higher score.
            bound = first.reach * hits[-1]["_score"] if len(hits) == wanted else 0.0
            for key, score in _scored(query, hits, usual):
                if score <= bound:
                    break
                if score < FLOOR:
                    return
                if key not in given:
                    given.add(key)
                    yield key, score
            if bound < FLOOR or wanted == _DEEPEST:
                return
            wanted = min(wanted * 4, _DEEPEST)

    def update(self, index: Index, keys: Iterable[Key], version: int) -> None:
        """Bring some documents to the state that they have in a catalogue.

        The next ranking has it. What the catalogue does not hold is removed. A
        document that the cluster has with a higher version is left alone. No request
        takes longer than `patience`.
        """
        target, usual = self.generation().target, self.generation().usual
        actions = _actions(index, sorted(set(keys)), usual, version)
        client = self._client.options(request_timeout=self._patience)
        with self._errors():
            self._write(client, target, actions)
            client.indices.refresh(index=target)

    def fill(self, index: Index, bookmark: str, version: int) -> None:
        """Put a catalogue as it stands, fitted anew, in place of what was there.

        Readers find the old index until the new one has everything. Side effects: the
        old index is dropped, and a new one that could not be filled.
        """
        index = index.refit()
        usual = index.base.usual
        with self._errors():
            name = f"{self._alias}-{time.time_ns():x}-{secrets.token_hex(2)}"
            own = f"{name}-own"
            kept = {"usual": usual.tolist(), "documents": index.size}
            self._client.indices.create(
                index=name,
                mappings=_mappings({**kept, "bookmark": bookmark}),
                settings=_settings(self._shards),
                aliases={own: {}},
                wait_for_active_shards=1,
            )
            try:
                keys = map(index.key, range(index.size))
                self._write(self._client, own, _actions(index, keys, usual, version))
                self._promote(name)
            except BaseException:
                self._client.indices.delete(index=name)
                raise
        self._generation = None
        self.set_bookmark(bookmark)

    def generation(self) -> Generation:
        """The index that readers find, as it was when this was last asked for.

        Where it has been dropped since, whoever names it gets `RankingMissing`, and
        is then given the new one.
        """
        if self._generation is None:
            with self._errors():
                held = self._client.indices.get(index=self._alias).body
                [(name, found)] = held.items()
            kept = found["mappings"]["_meta"]
            self._generation = Generation(
                f"{name}-own",
                np.asarray(kept["usual"]),
                kept["documents"],
                kept["bookmark"],
            )
        return self._generation

    def bookmark(self) -> str:
        """What `set_bookmark` or `fill` was last given."""
        with self._errors():
            found = self._client.get(index=self.generation().target, id=_BOOKMARK)
            bookmark: str = found["_source"]["bookmark"]
            return bookmark

    def set_bookmark(self, bookmark: str) -> None:
        """Keep with the documents how far their feed has been read."""
        with self._errors():
            self._client.index(
                index=self.generation().target,
                id=_BOOKMARK,
                document={"bookmark": bookmark},
                require_alias=True,
            )

    def left_over(self) -> list[str]:
        """The indexes of other versions of the method."""
        held = self._held(f"{self._prefix}*")
        return [name for name in held if not name.startswith(f"{self._alias}-")]

    def drop_left_over(self, name: str) -> None:
        """Delete one of them."""
        with self._errors():
            self._client.indices.delete(index=name)

    def drop(self) -> None:
        """Delete all indexes of this ranking, those of other versions too."""
        for name in self._held(f"{self._prefix}*"):
            self.drop_left_over(name)
        self._generation = None

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _search(
        self, asked: Mapping[str, Any], wanted: int, left: float
    ) -> list[dict[str, Any]]:
        if left <= 0:
            raise RankingError(reason="the ranking took too long")
        client = self._client.options(request_timeout=left)
        with self._errors():
            answer = client.search(
                index=self.generation().target,
                size=wanted,
                source=False,
                stored_fields="_none_",
                docvalue_fields=_READ,
                track_total_hits=False,
                **asked,
            )
            hits: list[dict[str, Any]] = answer["hits"]["hits"]
            return hits

    def _write(
        self, client: Elasticsearch, target: str, actions: Iterable[dict[str, Any]]
    ) -> None:
        for good, item in streaming_bulk(
            client,
            actions,
            chunk_size=_BATCH,
            raise_on_error=False,
            index=target,
            require_alias=True,
        ):
            [(operation, result)] = item.items()
            late = result["status"] == _CONFLICT
            nothing = operation == "delete" and result.get("result") == "not_found"
            if good or late or nothing:
                continue
            if result["status"] == _GONE:
                # Not the document: the index, in whose place another was put.
                self._generation = None
                raise RankingMissing(reason=str(result["error"]))
            raise RankingError(reason=str(result["error"]))

    def _promote(self, name: str) -> None:
        """Let readers find an index from now on; drop those that they left."""
        self._client.indices.refresh(index=name)
        held = self._held(f"{self._alias}-*")
        self._client.indices.update_aliases(
            actions=[
                {"add": {"index": name, "alias": self._alias}},
                *({"remove_index": {"index": old}} for old in held if old != name),
            ]
        )

    def _held(self, pattern: str) -> list[str]:
        with self._errors():
            return sorted(self._client.indices.get(index=pattern).body)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Turn the client's errors into our own."""
        try:
            yield
        except NotFoundError as error:
            self._generation = None
            raise RankingMissing(reason=str(error)) from error
        except (ApiError, TransportError) as error:
            raise RankingError(reason=str(error)) from error


def _scored(
    query: Sequence[Weights], hits: Sequence[Mapping[str, Any]], usual: Floats
) -> list[tuple[Key, float]]:
    """What was found with its exact scores, best first, equal ones by key."""
    if not hits:
        return []
    found = [
        unpack(
            (hit["fields"]["kind"][0], hit["fields"]["id"][0]),
            hit["fields"]["said"][0],
        )
        for hit in hits
    ]
    scores = np.round(score_all(query, found, usual), DIGITS).tolist()
    pairs = zip((entry.key for entry in found), scores, strict=True)
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def _actions(
    index: Index, keys: Iterable[Key], usual: Floats, version: int
) -> Iterator[dict[str, Any]]:
    """What is sent for each key: the document as it stands, or its removal."""
    for key in keys:
        sent = {"_id": name_of(key), "version": version, "version_type": "external_gte"}
        number = index.number(key)
        if number is None:
            yield {**sent, "_op_type": "delete"}
            continue
        [entry] = entries(index, [number])
        yield {**sent, **entry.fields(usual)}


def _mappings(kept: dict[str, Any]) -> dict[str, Any]:
    vector = {
        "type": "sparse_vector",
        "index_options": {"prune": False},
        "store": False,
    }
    return {
        "dynamic": False,
        "_meta": kept,
        # Everything that is read back is a doc value, but for the bookmark.
        "_source": {"includes": ["bookmark"]},
        "properties": {
            "kind": {"type": "keyword"},
            "id": {"type": "keyword", "index": False},
            "said": {"type": "binary", "doc_values": True},
            ALONE: {"type": "boolean"},
            **dict.fromkeys((*LANGS, BOTH), vector),
        },
    }


def _settings(shards: int) -> dict[str, Any]:
    return {
        "number_of_shards": shards,
        # A second copy as soon as there is a second node for it.
        "auto_expand_replicas": "0-1",
        "max_result_window": _DEEPEST,
        # A removal is remembered for as long as an older state may still arrive.
        "gc_deletes": "1h",
        # Vectors are kept once, as what is searched; the exact ones stand in `said`.
        "mapping.exclude_source_vectors": False,
    }
