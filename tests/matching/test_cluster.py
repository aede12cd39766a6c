"""What only a shared ranking can meet: no server, another release, late news."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from matching import Matcher, RankingError, RankingMissing, cluster
from matching.cluster import ClusterRanking
from tests.elasticsearch.server import Server
from tests.factories.matching import document, offers

pytestmark = pytest.mark.elasticsearch
Another = Callable[..., ClusterRanking]

TEXT = "橋の点検にドローンを使う"


@pytest.fixture
def name() -> str:
    return f"renkei-test-{uuid4().hex[:12]}"


@pytest.fixture
def another(elasticsearch_server: Server, name: str) -> Iterator[Another]:
    """Open the ranking of this name once more, as a further process does."""
    opened: list[ClusterRanking] = []

    def open_one(patience: float = 30.0) -> ClusterRanking:
        client = elasticsearch_server.client()
        opened.append(ClusterRanking(client, name, patience=patience))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def shared(another: Another) -> Iterator[ClusterRanking]:
    found = another()
    yield found
    found.drop()


def ids(shared: ClusterRanking, matcher: Matcher, text: str = TEXT) -> list[str]:
    weights = matcher.weigh(text)
    return [id for (_, id), _ in shared.best(matcher.index, weights, ["expertise"])]


def test_what_was_never_filled_is_missing(shared: ClusterRanking) -> None:
    matcher = Matcher().fit(offers())
    with pytest.raises(RankingMissing):
        ids(shared, matcher)
    with pytest.raises(RankingMissing):
        shared.update(matcher.index, [("expertise", "bridge")], 1)
    with pytest.raises(RankingMissing):
        shared.bookmark()


def test_an_index_of_another_method_is_never_asked(
    shared: ClusterRanking, another: Another, monkeypatch: pytest.MonkeyPatch
) -> None:
    matcher = Matcher().fit(offers())
    shared.fill(matcher.index, "", 1)
    monkeypatch.setattr(cluster, "VERSION", "another")
    newer = another()
    with pytest.raises(RankingMissing):
        ids(newer, matcher)
    newer.fill(matcher.index, "", 1)
    assert ids(newer, matcher) == ids(shared, matcher)
    [older] = newer.left_over()
    newer.drop_left_over(older)
    assert newer.left_over() == []
    with pytest.raises(RankingMissing):
        ids(shared, matcher)


def test_a_new_index_takes_the_place_of_the_old_one(
    shared: ClusterRanking, another: Another, elasticsearch_server: Server, name: str
) -> None:
    matcher = Matcher().fit(offers())
    shared.fill(matcher.index, "first", 1)
    reader = another()
    old = reader.generation()
    assert (old.documents, reader.bookmark()) == (len(offers()), "first")
    reader.set_bookmark("later")
    assert (shared.bookmark(), reader.generation().bookmark) == ("later", "first")

    matcher.put(document("more", "橋の塗装"))
    shared.fill(matcher.index, "second", 1)
    # A reader that knows the old one alone is told that it is gone, and finds the new.
    with pytest.raises(RankingMissing):
        ids(reader, matcher)
    assert "more" in ids(reader, matcher, "橋の塗装")
    assert reader.bookmark() == "second"
    shared.fill(matcher.index, "third", 1)
    with pytest.raises(RankingMissing):
        reader.update(matcher.index, [("expertise", "more")], 2)
    reader.update(matcher.index, [("expertise", "more")], 2)
    assert reader.bookmark() == "third"
    assert len(elasticsearch_server.client().indices.get(index=f"{name}_*")) == 1


def test_an_older_state_never_overwrites_a_newer_one(shared: ClusterRanking) -> None:
    older = Matcher().fit(offers())
    newer = Matcher().fit(offers())
    newer.put(document("bridge", "竹の炭"))
    newer.remove("expertise", "weld")
    shared.fill(older.index, "", 1)
    keys = [("expertise", "bridge"), ("expertise", "weld")]
    shared.update(newer.index, keys, 3)
    shared.update(older.index, keys, 2)
    assert ids(shared, newer, "竹の炭") == ["bridge"]
    assert ids(shared, older, "溶接の欠陥") == []
    shared.update(newer.index, keys, 3)
    assert ids(shared, newer, "竹の炭") == ["bridge"]


def test_a_fill_that_fails_leaves_what_was_there(
    shared: ClusterRanking,
    elasticsearch_server: Server,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    matcher = Matcher().fit(offers())
    shared.fill(matcher.index, "kept", 1)

    def torn(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cluster, "entries", torn)
    with pytest.raises(KeyboardInterrupt):
        shared.fill(matcher.index, "torn", 2)
    assert (ids(shared, matcher)[0], shared.bookmark()) == ("bridge", "kept")
    assert len(elasticsearch_server.client().indices.get(index=f"{name}_*")) == 1


def test_a_text_of_very_many_words_is_cut_to_its_heaviest(
    shared: ClusterRanking,
) -> None:
    """A cluster takes so many clauses and no more."""
    words = [f"drone{n:04}" for n in range(1_500)]
    matcher = Matcher().fit([*offers(), document("many", " ".join(words))])
    shared.fill(matcher.index, "", 1)
    assert ids(shared, matcher, " ".join(words)) == ["many"]


def test_a_server_that_does_not_answer_is_an_error() -> None:
    client = Elasticsearch("http://127.0.0.1:9", request_timeout=1, max_retries=0)
    nowhere = ClusterRanking(client, "renkei-test")
    matcher = Matcher().fit(offers())
    with pytest.raises(RankingError):
        ids(nowhere, matcher)
    with pytest.raises(RankingError):
        nowhere.fill(matcher.index, "", 1)
    nowhere.close()


def test_a_ranking_takes_no_longer_than_its_patience(
    shared: ClusterRanking, another: Another
) -> None:
    matcher = Matcher().fit(offers())
    shared.fill(matcher.index, "", 1)
    hasty = another(patience=0.0)
    with pytest.raises(RankingError, match="too long"):
        ids(hasty, matcher)
