"""What an engine indexes: one immutable document for each thing that can be found.

A document is a projection of something that lives elsewhere (an entry of the
catalogue, a page). It carries its own visibility, so that no engine has to ask
anyone who may read it: whatever must not be found is left out before this point.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

KIND_FACET = "kind"
"""The facet every engine counts by itself; documents may not use its name."""

SORT_NAME = re.compile(r"[A-Za-z0-9_]+")
"""What the name of a sort value looks like."""

PUBLIC = "public"
"""The audience token that stands for everyone, signed in or not."""


class Key(NamedTuple):
    """The name of a document: its kind and its id within the kind."""

    kind: str
    id: str


@dataclass(frozen=True)
class SearchDocument:
    """One thing that can be found.

    Args:
        kind: what it is, in the words of the caller ("need", "expertise", …).
        id: its id, unique within the kind; given back in hits as it is.
        version: grows with every change of the thing; any whole number from 0 to
            2**62 - 1, such as a counter or a time in microseconds. An engine never
            replaces a newer version by an older one.
        audiences: visibility tokens. Only a reader who holds at least one of them
            ever gets or counts the document; without any, nobody does.
        title, summary, body: text by language code ("ja", "en"); a missing
            language is simply absent.
        keywords: words or short terms in any language.
        people: names of people and organisations, every spelling by which they
            may be looked for: written form, kana, romaji. Parts of a name are
            separated by spaces ("やまだ たろう").
        codes: numbers and codes that are looked for as a whole (法人番号, ORCID).
        facets: values by facet name; the name "kind" is reserved.
        sort: values by which listings may be sorted ("updated", "deadline"), by
            names of ASCII letters, digits and "_".

    Raises:
        ValueError: kind or id is empty, the version is out of range, a facet is
            called "kind", a sort value has another name than said, or a number to
            sort by is not finite or has no room in 64 bits.
    """

    kind: str
    id: str
    version: int
    audiences: frozenset[str]
    title: Mapping[str, str] = field(default_factory=dict)
    summary: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Mapping[str, int | float | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what no engine could keep."""
        _check_key(self.kind, self.id, self.version)
        if KIND_FACET in self.facets:
            raise ValueError(f"the facet name {KIND_FACET!r} is reserved")
        for name, value in self.sort.items():
            if not SORT_NAME.fullmatch(name):
                raise ValueError(f"sort values cannot be called {name!r}")
            if isinstance(value, str):
                continue
            if not math.isfinite(value) or abs(value) >= 2**63:
                raise ValueError(f"sort value {name!r} is out of range")

    @property
    def key(self) -> Key:
        """The document's name."""
        return Key(self.kind, self.id)

    def digest(self) -> str:
        """Tell this content and these readers from all others, whatever the version.

        The same in every process and on every machine.
        """
        content = [
            sorted(self.audiences),
            [sorted(texts.items()) for texts in (self.title, self.summary, self.body)],
            [self.keywords, self.people, self.codes],
            sorted((name, sorted(values)) for name, values in self.facets.items()),
            sorted(self.sort.items()),
        ]
        written = json.dumps(content).encode()
        return blake2b(written, digest_size=16).hexdigest()


@dataclass(frozen=True)
class Removal:
    """The wish that a document be gone, as of a version.

    An engine obeys unless it holds a newer version, and from then on refuses the
    document in this version or an older one, so that a late write cannot bring
    it back.

    Raises:
        ValueError: kind or id is empty, or the version is out of range.
    """

    kind: str
    id: str
    version: int

    def __post_init__(self) -> None:
        """Refuse what no engine could keep."""
        _check_key(self.kind, self.id, self.version)

    @property
    def key(self) -> Key:
        """The name of the document to remove."""
        return Key(self.kind, self.id)


def _check_key(kind: str, id: str, version: int) -> None:
    if not kind or not id:
        raise ValueError("a document needs a kind and an id")
    if not 0 <= version < 2**62:
        raise ValueError(f"version {version} is out of range")
