"""Following the catalogue's feed with any engine, whose bookmark says how far it is."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import partial

from django.db.models import Model

from catalogue.models import Expertise, Facility, Need, Researcher
from catalogue.selectors.feed import (
    News,
    Position,
    follow,
    last_position,
    news_after,
)
from indexing.documents import all_documents, documents_of, sources
from indexing.hiding import gone
from lifecycle.versions import version_now
from search.documents import Removal
from search.engine import Engine

# kind → the models that carry its name, and by which path.
CARRIERS: dict[str, tuple[tuple[type[Model], str], ...]] = {
    "researcher": ((Expertise, "researcher"),),
    "organisation": (
        (Expertise, "organisation"),
        (Facility, "organisation"),
        (Need, "organisation"),
        (Researcher, "affiliations__organisation"),
    ),
}


def due(engine: Engine) -> int | None:
    """Return how many things wait to be taken in, as far as one batch of news tells.

    None where everything is to be filled anew.
    """
    known = position(engine)
    if known is None:
        return None
    news = news_after(known)
    return None if news.lost else len(_touched(news))


def catch_up(engine: Engine) -> bool:
    """Take in what changed since the engine last looked.

    Returns:
        whether the engine is up to date; if not, it has to be filled anew, because it
        is empty or the feed was trimmed past its position.

    Side effects: reads the feed, writes documents and position. May be repeated after
    it failed anywhere: the position is kept last.
    """
    known = position(engine)
    if known is None:
        return False
    return follow(known, partial(take_in, engine), partial(_keep, engine))


def waiting(engine: Engine) -> dict[str, set[str]]:
    """Return all that changed since the engine last looked: the ids of each kind.

    Nothing where the position cannot be followed.
    """
    things: set[tuple[str, str]] = set()
    if (known := position(engine)) is not None:
        follow(known, lambda news: things.update(news.things), lambda position: None)
    return _by_kind(things)


def fill(engine: Engine) -> int:
    """Put everything that can be found into an empty engine; return how many things.

    Side effects: what changes meanwhile is read once more from the feed.
    """
    start = last_position()
    count = engine.index(all_documents())
    _keep(engine, start)
    return count


def take_in(engine: Engine, news: News) -> None:
    """Bring what changed, and what carries its name, to its present state."""
    touched = _by_kind(_touched(news))
    known = sources().keys()
    bring_to_date(engine, {kind: touched[kind] for kind in touched if kind in known})


def bring_to_date(engine: Engine, things: Mapping[str, Collection[str]]) -> None:
    """Remove what is gone of some things, then write the others as they are now.

    Removals go first: a text that is read and cut before them would keep them waiting.

    Args:
        engine: where.
        things: the ids of each kind.
    """
    version = version_now()
    engine.remove(
        Removal(kind, ident, version)
        for kind, idents in things.items()
        for ident in gone(kind, idents)
    )
    for kind, idents in things.items():
        engine.index(documents_of(kind, idents).values())


def position(engine: Engine) -> Position | None:
    """Return how far an engine has read; one that begins anew has read nothing."""
    return position_of(engine.bookmark())


def position_of(bookmark: str | None) -> Position | None:
    """Return the position that a follower kept as its engine's bookmark."""
    return None if bookmark is None else Position(*json.loads(bookmark))


def _keep(engine: Engine, position: Position) -> None:
    engine.set_bookmark(json.dumps(position))


def _touched(news: News) -> set[tuple[str, str]]:
    """Return what changed, and what carries its name."""
    return {*news.things, *_dependents(news.things)}


def _dependents(things: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what carries the name of a changed researcher or organisation."""
    found: list[tuple[str, str]] = []
    for kind, idents in _by_kind(things).items():
        for model, path in CARRIERS.get(kind, ()):
            rows = model._default_manager.filter(**{f"{path}__public_id__in": idents})
            name = str(model._meta.model_name)
            found += [(name, i) for i in rows.values_list("public_id", flat=True)]
    return found


def _by_kind(things: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, ident in things:
        by_kind[kind].add(ident)
    return by_kind
