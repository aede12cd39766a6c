"""How an index of ours is laid out in Elasticsearch.

Words and grams come cut by our own analysis; the server parts them at spaces and does
nothing else, so it needs no plugin.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from elasticsearch.dsl import Mapping

from search.analysis import fingerprint

LAYOUT = 2
DEEPEST = 1_000_000
"""As far as anybody may turn pages, in hits."""

_CUT = {"analyzer": "whitespace"}


def mapping() -> dict[str, Any]:
    """Return the fields.

    `words` holds every word of the document as often as its field weighs, which makes
    one field's BM25 that of all weighted fields together (BM25F: Robertson & Zaragoza
    2009); it needs no positions. `chars` and `names` hold grams with their positions,
    one value a text, so that no phrase runs from one into the next. The document's
    own texts are kept in `texts` and never looked into by the server.
    """
    fields = Mapping()
    fields.meta("dynamic", False)
    fields.meta("_source", {"excludes": ["words", "chars", "names"]})
    fields.field("kind", "keyword")
    fields.field("id", "keyword")
    fields.field("live", "boolean")
    fields.field("audiences", "keyword")
    fields.field("facets", "keyword")
    fields.field("words", "text", index_options="freqs", **_CUT)
    fields.field("chars", "text", **_CUT)
    fields.field("names", "text", **_CUT)
    fields.field("texts", "object", enabled=False)
    fields.field("sort", "object", dynamic=True)
    fields.field("bookmark", "keyword", index=False, doc_values=False)
    fields.meta(
        "dynamic_templates",
        [{"sort": {"path_match": "sort.*", "mapping": {"type": "keyword"}}}],
    )
    return fields.to_dict()


def settings(shards: int) -> dict[str, Any]:
    """Return the settings of an index; nothing is looked for but on request."""
    return {
        "number_of_shards": shards,
        # A second copy as soon as there is a second node for it.
        "auto_expand_replicas": "0-1",
        "max_result_window": DEEPEST,
        # A write asks for the refresh it needs; quiet indexes are refreshed as well.
        "refresh_interval": "5s",
    }


def release() -> str:
    """Name the rules by which terms are cut: indexes of others are not ours to read."""
    rules = f"layout {LAYOUT} {fingerprint()}"
    return blake2b(rules.encode(), digest_size=4).hexdigest()
