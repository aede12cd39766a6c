"""Comparing an index with the catalogue, thing by thing, and mending it."""

from collections import defaultdict
from dataclasses import dataclass

from indexing.documents import all_documents
from indexing.following import bring_to_date
from search.documents import Key
from search.engine import Engine


@dataclass(frozen=True)
class Differences:
    """In what an index differs from the catalogue.

    Args:
        right: how many things it has as they are.
        missing: what it lacks.
        left_over: what it has although it can no longer be found.
        different: what it has with another content, or for other readers.
    """

    right: int
    missing: frozenset[Key]
    left_over: frozenset[Key]
    different: frozenset[Key]

    @property
    def wrong(self) -> frozenset[Key]:
        """All that has to be written or removed."""
        return self.missing | self.left_over | self.different


def compare(engine: Engine) -> Differences:
    """Compare everything an index holds with everything that can be found.

    What is saved meanwhile may be named too: mending it does no harm.
    """
    held = engine.digests()
    wanted = {d.key: d.digest() for d in all_documents()}
    both = held.keys() & wanted.keys()
    different = frozenset(key for key in both if held[key] != wanted[key])
    return Differences(
        right=len(both) - len(different),
        missing=frozenset(wanted.keys() - held.keys()),
        left_over=frozenset(held.keys() - wanted.keys()),
        different=different,
    )


def mend(engine: Engine, found: Differences) -> None:
    """Bring all that differs to its present state.

    Side effects: writes to the engine.
    """
    by_kind: dict[str, list[str]] = defaultdict(list)
    for key in found.wrong:
        by_kind[key.kind].append(key.id)
    for kind, idents in by_kind.items():
        bring_to_date(engine, kind, idents)
