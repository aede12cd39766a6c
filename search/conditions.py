"""What a document must have to be found: words, phrases, names, and all or any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.analysis import Pattern


@dataclass(frozen=True, slots=True)
class Term:
    """A word, wherever it is."""

    term: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters exactly as written, wherever they are."""

    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Name:
    """Characters that begin a name of the field `people`."""

    pattern: Pattern


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of some conditions; at least one."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any of some conditions; at least one."""

    nodes: tuple[Node, ...]


Leaf = Term | Phrase | Name
Node = Leaf | AllOf | AnyOf


def leaves(node: Node) -> Iterator[Leaf]:
    """Go through the words, phrases and names of a condition."""
    if isinstance(node, AllOf | AnyOf):
        for inner in node.nodes:
            yield from leaves(inner)
    else:
        yield node


def all_of(nodes: Sequence[Node]) -> Node:
    """Return the condition that all of some hold; at least one is given."""
    unique = tuple(dict.fromkeys(nodes))
    return unique[0] if len(unique) == 1 else AllOf(unique)


def any_of(nodes: Sequence[Node]) -> Node:
    """Return the condition that any of some holds; at least one is given."""
    unique = tuple(dict.fromkeys(nodes))
    return unique[0] if len(unique) == 1 else AnyOf(unique)
