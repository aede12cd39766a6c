"""The contract of all engines: what they keep, and in which version."""

from collections.abc import Iterator

import pytest

from search.documents import Key, Removal, SearchDocument
from search.engine import Engine, EngineError
from search.engines.null import NullEngine
from tests.factories.search import make_document
from tests.search.conftest import Find


def titles(find: Find) -> list[str]:
    return [hit.title.text for hit in find().hits if hit.title]


def test_keeps_the_protocol(engine: Engine) -> None:
    assert isinstance(engine, Engine)
    assert isinstance(NullEngine(), Engine)


def test_a_newer_version_replaces_all_of_the_older(engine: Engine, find: Find) -> None:
    old = {"city": ("ube",), "theme": ("1",)}
    engine.index([make_document("1", "雑草", facets=old, sort={"updated": 1})])

    assert engine.index([make_document("1", "橋", version=2)]) == 1

    assert (titles(find), find("雑草").total, find("橋").total) == (["橋"], 0, 1)
    assert find("「雑草」").total == 0
    assert find().facets == {"kind": {"need": 1}}
    assert engine.versions() == {Key("need", "1"): 2}


def test_digests_tell_what_is_held(engine: Engine) -> None:
    held, hidden = make_document("1", "橋"), make_document("2", "橋", audiences=())

    engine.index([make_document("1", "雑草"), hidden, make_document("3", "水")])
    engine.index([held])
    engine.remove([Removal("need", "3", 1)])

    assert engine.digests() == {held.key: held.digest(), hidden.key: hidden.digest()}
    assert engine.digests([held.key, Key("need", "3")]) == {held.key: held.digest()}
    assert engine.digests([]) == {}


def test_an_older_version_never_overwrites(engine: Engine, find: Find) -> None:
    engine.index([make_document("1", "橋", version=2)])

    assert engine.index([make_document("1", "雑草", version=1)]) == 0

    assert (titles(find), find("雑草").total) == (["橋"], 0)


def test_the_same_version_may_be_written_again(engine: Engine, find: Find) -> None:
    engine.index([make_document("1", "橋")])

    assert engine.index([make_document("1", "雑草")]) == 1
    assert titles(find) == ["雑草"]
    assert engine.index([make_document("1", "雑草")]) == 1
    assert find("雑草").total == 1


def test_within_one_call_the_newest_version_wins(engine: Engine, find: Find) -> None:
    versions = [make_document("1", f"第{v}版", version=v) for v in (2, 3, 1)]

    assert engine.index(versions) == 2
    assert titles(find) == ["第3版"]


def test_ids_are_of_their_kind(engine: Engine) -> None:
    engine.index([make_document("1", "橋"), make_document("1", "橋", kind="news")])

    assert engine.keys() == {Key("need", "1"), Key("news", "1")}
    assert engine.remove([Removal("news", "1", 1)]) == 1
    assert engine.keys() == {Key("need", "1")}


def test_removal(engine: Engine, find: Find) -> None:
    engine.index([make_document("1", "橋", facets={"city": ("ube",)})])

    assert engine.remove([Removal("need", "1", 1), Removal("need", "2", 1)]) == 1

    assert (find("橋").total, find().total, find().facets) == (0, 0, {"kind": {}})
    assert (engine.keys(), engine.versions()) == (frozenset(), {})
    assert engine.remove([Removal("need", "1", 2)]) == 0


def test_a_removal_of_an_older_version_does_nothing(engine: Engine, find: Find) -> None:
    engine.index([make_document("1", "橋", version=5)])

    assert engine.remove([Removal("need", "1", 4)]) == 0
    assert find("橋").total == 1


@pytest.mark.parametrize("known", [True, False])
def test_a_late_write_does_not_bring_back_what_was_removed(
    engine: Engine, find: Find, known: bool
) -> None:
    if known:
        engine.index([make_document("1", "橋", version=3)])
    engine.remove([Removal("need", "1", 5)])

    late = [make_document("1", "橋", version=version) for version in (4, 5)]
    assert engine.index(late) == 0
    assert find("橋").total == 0

    assert engine.index([make_document("1", "橋", version=6)]) == 1
    assert find("橋").total == 1


def test_clear_forgets_everything(engine: Engine, find: Find) -> None:
    engine.index([make_document("1", "橋", version=9), make_document("2", "橋")])
    engine.remove([Removal("need", "1", 9)])

    engine.set_bookmark("17")

    engine.clear()

    assert (find("橋").total, engine.keys()) == (0, frozenset())
    assert engine.bookmark() is None
    assert engine.index([make_document("1", "橋", version=1)]) == 1
    assert find("橋").total == 1


def test_the_bookmark_is_kept(engine: Engine) -> None:
    assert engine.bookmark() is None
    engine.set_bookmark("17")
    engine.set_bookmark("18")
    assert engine.bookmark() == "18"


def test_documents_may_come_one_by_one(engine: Engine, find: Find) -> None:
    def stream() -> Iterator[SearchDocument]:
        for number in range(130):
            yield make_document(f"{number}", "橋")

    assert engine.index(stream()) == 130
    assert engine.index([]) == 0
    assert engine.remove([]) == 0
    assert find("橋").total == 130
    assert engine.remove(Removal("need", f"{n}", 1) for n in range(100)) == 100
    assert find("橋").total == 30


def test_closed_it_says_so(engine: Engine, find: Find) -> None:
    engine.index([make_document("1", "橋")])

    engine.close()
    engine.close()

    with pytest.raises(EngineError):
        find("橋")
    with pytest.raises(EngineError):
        engine.index([make_document("2", "橋")])
