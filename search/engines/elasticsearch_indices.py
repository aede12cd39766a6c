"""The indexes behind an alias: made, put in place at once, and dropped."""

from __future__ import annotations

import secrets
import time

from elasticsearch import Elasticsearch, NotFoundError

from search.engines import elasticsearch_mapping as layout


def alias_of(name: str) -> str:
    """Return the alias that readers of these rules name."""
    return f"{name}-{layout.release()}"


def create(client: Elasticsearch, alias: str, shards: int) -> str:
    """Make an empty index that nobody reads yet; return the name to write to.

    The name is an alias of this index alone: it goes when the index is dropped, so
    that a late write cannot make the index anew without our fields.
    """
    index = f"{alias}-{time.time_ns():x}-{secrets.token_hex(2)}"
    client.indices.create(
        index=index,
        mappings=layout.mapping(),
        settings=layout.settings(shards),
        aliases={f"{index}-own": {}},
        wait_for_active_shards=1,
    )
    return f"{index}-own"


def promote(client: Elasticsearch, alias: str, own: str) -> None:
    """Let readers find an index from now on, and drop those that they left.

    The change is one step: no reader is without an index. Another index that is being
    filled meanwhile is dropped too, and whoever fills it is told by an error.
    """
    index = own.removesuffix("-own")
    others = [other for other in generations(client, alias) if other != index]
    client.indices.update_aliases(
        actions=[
            {"add": {"index": index, "alias": alias}},
            *({"remove_index": {"index": other}} for other in others),
        ]
    )


def merge(client: Elasticsearch, own: str) -> None:
    """Have each shard's segments made into one, which goes on after this returns."""
    client.indices.forcemerge(index=own, max_num_segments=1, wait_for_completion=False)


def current(client: Elasticsearch, alias: str) -> str | None:
    """Return the name to write to of the index that readers find now."""
    try:
        held = client.indices.get_alias(name=alias).body
    except NotFoundError:
        return None
    return f"{next(iter(held))}-own"


def generations(client: Elasticsearch, alias: str) -> list[str]:
    """Return every index of an alias, whether readers find it or not."""
    return sorted(client.indices.get_alias(name=f"{alias}-*-own").body)


def drop(client: Elasticsearch, own: str) -> None:
    """Drop the indexes with such an alias of their own; `*` stands for anything."""
    for index in client.indices.get_alias(name=own).body:
        client.indices.delete(index=index)


def left_over(client: Elasticsearch, name: str) -> list[str]:
    """Return the indexes of `name` whose terms were cut by other rules."""
    held = client.indices.get(index=f"{name}-*", expand_wildcards="all").body
    return sorted(i for i in held if not i.startswith(f"{alias_of(name)}-"))
