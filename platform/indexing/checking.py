"""Comparing an index with the catalogue, thing by thing, and mending it."""

import logging
from collections import defaultdict
from dataclasses import dataclass

from indexing.documents import all_documents, documents_of
from indexing.following import bring_to_date, waiting
from indexing.hiding import kept_from_somebody
from search.documents import Key
from search.engine import Engine, EngineError

log = logging.getLogger(__name__)


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


class StillFound(EngineError):
    """An engine goes on telling what it was told to forget."""

    code = "search_still_finds"


def compare(engine: Engine, of: Key | None = None) -> Differences:
    """Compare everything an index holds with everything that can be found.

    What is saved meanwhile may be named too: mending it does no harm.

    Args:
        engine: the one that is asked.
        of: the only thing to compare; None for all.
    """
    if of is None:
        held, present = engine.digests(), all_documents()
    else:
        held = engine.digests([of])
        present = iter(documents_of(of.kind, [of.id]).values())
    wanted = {d.key: d.digest() for d in present}
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
    bring_to_date(engine, by_kind)


def hide(engine: Engine, thing: Key) -> None:
    """Bring one thing to its present state, then ask the engine whether it obeyed.

    Raises:
        StillFound: it was told twice and answers as if it had not been.
        EngineError: it cannot be asked.

    Side effects: writes to the engine; logs one that does not obey.
    """
    for _ in range(2):
        bring_to_date(engine, {thing.kind: [thing.id]})
        if not compare(engine, thing).wrong:
            return
    log.error("The search index does not forget %s %s", *thing)
    raise StillFound(f"{thing.kind} {thing.id} is still found as it was")


def hide_waiting(engine: Engine) -> None:
    """Let an engine that is far behind forget at least what readers must not be told.

    Side effects: what it holds of such things is brought to its present state.
    """
    for kind, idents in waiting(engine).items():
        kept = kept_from_somebody(kind, idents)
        held = engine.digests([Key(kind, ident) for ident in kept])
        present = documents_of(kind, [key.id for key in held])
        now = {document.key: document.digest() for document in present.values()}
        wrong = [key.id for key, digest in held.items() if now.get(key) != digest]
        if wrong:
            bring_to_date(engine, {kind: wrong})
