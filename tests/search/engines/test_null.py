from search.documents import Removal
from search.engine import Results
from search.engines.null import NullEngine
from search.query import Query
from tests.factories.search import EVERYONE, make_document


def test_takes_everything_and_finds_nothing() -> None:
    engine = NullEngine()

    assert engine.index(iter([make_document("1", "橋")])) == 0
    assert engine.remove(iter([Removal("need", "1", 1)])) == 0
    assert engine.search(Query("橋", EVERYONE)) == Results()
    assert engine.keys() == frozenset()
    assert engine.versions() == engine.digests() == {}
    engine.set_bookmark("17")
    assert engine.bookmark() is None
    engine.clear()
    engine.close()
    engine.close()
