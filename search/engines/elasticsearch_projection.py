"""From a document to what Elasticsearch keeps of it, and back to its texts. Pure."""

from __future__ import annotations

import json
import struct
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from search.analysis import clean
from search.documents import KIND_FACET, Key, Removal
from search.engines.cutting import WEIGHTS, Cut, CutText
from search.passages import Text

BETWEEN_NAME_AND_VALUE = "\x00"
"""Between a facet's name and its value; `clean` leaves none in either."""

_LONGEST = 4_000
"""Characters of a name or value that count: Elasticsearch takes 32,766 bytes."""

_GONE = {"live": False, "audiences": []}


def name_of(key: Key) -> str:
    """Return the `_id` of a document: of one length, whatever its kind and id."""
    whole = json.dumps([clean(part) for part in key]).encode()
    return blake2b(whole, digest_size=16).hexdigest()


def action(cut: Cut) -> dict[str, Any]:
    """Return the bulk action that writes a document."""
    return _action(cut.document.key, 2 * cut.document.version, body(cut))


def removing(removal: Removal) -> dict[str, Any]:
    """Return the bulk action that leaves nothing but the memory of a removal.

    A removal stands between the version it removes and the next one, so that
    Elasticsearch's own comparison of versions refuses what is too late.
    """
    return _action(removal.key, 2 * removal.version + 1, _GONE)


def _action(key: Key, version: int, source: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "_op_type": "index",
        "_id": name_of(key),
        "version": version,
        "version_type": "external_gte",
        **source,
    }


def body(cut: Cut) -> dict[str, Any]:
    """Return what is kept of a document."""
    document = cut.document
    weighted: list[str] = []
    for text in cut.texts:
        weighted += [text.terms] * int(WEIGHTS[text.field])
    return {
        "live": True,
        "kind": clean(document.kind),
        "id": clean(document.id),
        "digest": document.digest(),
        "audiences": [value_of(token) for token in document.audiences],
        "facets": [
            facet(KIND_FACET, document.kind),
            *(
                facet(name, value)
                for name, values in document.facets.items()
                for value in values
            ),
        ],
        "words": " ".join(weighted),
        "chars": list(cut.chars),
        "names": list(cut.names),
        "texts": [_kept(text) for text in cut.texts],
        "sort": {name: in_order(value) for name, value in document.sort.items()},
    }


def value_of(text: str) -> str:
    """Return a value as it is kept and compared."""
    return clean(text)[:_LONGEST]


def facet(name: str, value: str) -> str:
    """Return the value of a facet as it is kept, its name before it."""
    return f"{value_of(name)}{BETWEEN_NAME_AND_VALUE}{value_of(value)}"


def in_order(value: int | float | str) -> str:
    """Write a value so that texts are in the order of the values, numbers first.

    A number is its IEEE 754 double, whose bits are in order once the sign is turned,
    and what the double leaves of a large whole number.
    """
    if isinstance(value, str):
        return "s" + value_of(value)
    double = float(value)
    (bits,) = struct.unpack(">Q", struct.pack(">d", double + 0.0))
    bits ^= 0xFFFF_FFFF_FFFF_FFFF if bits >> 63 else 1 << 63
    rest = int(value) - int(double) if isinstance(value, int) else 0
    return f"n{bits:016x}{rest + 0x8000:04x}"


def held(source: Mapping[str, Any]) -> list[CutText]:
    """Read all texts of a document back as they were cut; a removed one has none."""
    return [
        CutText(
            text["field"],
            text["lang"],
            text["text"],
            text["words"],
            b64decode(text["places"]),
        )
        for text in source.get("texts", ())
    ]


def texts_of(source: Mapping[str, Any], terms: frozenset[str]) -> list[Text]:
    """Read a document's texts back, with those of their words that are `terms`."""
    return [text.with_words(terms) for text in held(source)]


def _kept(text: CutText) -> dict[str, str]:
    return {
        "field": text.field,
        "lang": text.lang,
        "text": text.text,
        "words": text.terms,
        "places": b64encode(text.places).decode(),
    }
