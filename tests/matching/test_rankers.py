"""One suite for both rankings: this process's, and that of a real Elasticsearch."""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings

from matching import Document, Matcher, cluster
from matching.bands import FLOOR
from matching.cluster import ClusterRanking
from matching.rankers import InMemory
from tests.elasticsearch.server import Server
from tests.factories.matching import document, field, offers
from tests.matching.oracle import Oracle
from tests.matching.test_matcher import DOCUMENTS, QUERIES

Key = tuple[str, str]


class Catalogue:
    """A catalogue, and the ranking of it that is put to the test."""

    def __init__(self, shared: ClusterRanking | None) -> None:
        self.shared = shared
        self.matcher = Matcher()
        self.changes = 1

    def fill(self, documents: Sequence[Document]) -> None:
        self.matcher = Matcher().fit(documents)
        if self.shared is not None:
            self.shared.fill(self.matcher.index, "", version=self.changes)

    def put(self, document: Document) -> None:
        self.matcher.put(document)
        self._tell(document.key)

    def remove(self, key: Key) -> None:
        self.matcher.remove(*key)
        self._tell(key)

    def best(
        self, query: Document | str, kinds: Sequence[str] = ("expertise",)
    ) -> list[tuple[Key, float]]:
        ranker = self.shared or InMemory()
        weights = self.matcher.weigh(query)
        return list(ranker.best(self.matcher.index, weights, kinds))

    def ids(self, query: Document | str) -> list[str]:
        return [id for (_, id), _ in self.best(query)]

    def _tell(self, key: Key) -> None:
        self.changes += 1
        if self.shared is not None:
            self.shared.update(self.matcher.index, [key], version=self.changes)


def memory(request: pytest.FixtureRequest) -> Iterator[Catalogue]:
    yield Catalogue(None)


def in_cluster(request: pytest.FixtureRequest) -> Iterator[Catalogue]:
    server: Server = request.getfixturevalue("elasticsearch_server")
    name = f"renkei-test-{uuid4().hex[:12]}"
    shared = ClusterRanking(server.client(), name, patience=30.0)
    yield Catalogue(shared)
    shared.drop()
    shared.close()


@pytest.fixture(
    scope="module",
    params=[memory, pytest.param(in_cluster, marks=pytest.mark.elasticsearch)],
    ids=["memory", "elasticsearch"],
)
def catalogue(request: pytest.FixtureRequest) -> Iterator[Catalogue]:
    yield from request.param(request)


def assert_ranked(
    found: list[tuple[Key, float]], query: Document, documents: Sequence[Document]
) -> None:
    """All that reach the floor, with the scores and in the order of the formulas."""
    scores = Oracle(list(documents)).scores(query)
    right = {key: score for key, score in scores.items() if score >= FLOOR}
    assert dict(found) == pytest.approx(right, abs=1e-6)
    for (one, _), (other, _) in pairwise(found):
        assert right[one] > right[other] - 1e-6
        assert one < other or abs(right[one] - right[other]) > 1e-12


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(documents=DOCUMENTS, query=QUERIES)
def test_it_is_the_ranking_of_the_formulas(
    catalogue: Catalogue, documents: list[Document], query: Document
) -> None:
    catalogue.fill(documents)
    assert_ranked(catalogue.best(query, kinds=["a", "b"]), query, documents)


def test_texts_of_both_languages_short_and_long(catalogue: Catalogue) -> None:
    documents = [
        *offers(),
        document("long", "橋の点検。" * 30 + "排水の処理。溶接の欠陥。"),
        document("short", "橋"),
        document("across", field("CFRP bridges and their inspection", lang="en")),
        document("name", "CFRPの板", field("Repair of a bridge", lang="en")),
    ]
    catalogue.fill(documents)
    for query in [
        *documents,
        document("q", "橋の点検", field("Inspecting a bridge", lang="en"), kind="need"),
        document("r", "CFRPの橋", field("CFRP", lang="en"), kind="need"),
    ]:
        assert_ranked(catalogue.best(query), query, documents)


def test_only_documents_of_the_kinds_asked_for(catalogue: Catalogue) -> None:
    catalogue.fill([*offers(), document("hall", "橋の点検をする部屋", kind="facility")])
    text = "橋の点検"
    assert catalogue.best(text, kinds=["facility"]) != []
    assert {key[0] for key, _ in catalogue.best(text, kinds=["facility"])} == {
        "facility"
    }
    kinds = ["facility", "expertise"]
    assert {key[0] for key, _ in catalogue.best(text, kinds=kinds)} == set(kinds)
    assert catalogue.best(text, kinds=["need"]) == []
    assert catalogue.best(text, kinds=[]) == []


def test_a_change_is_in_the_next_ranking(catalogue: Catalogue) -> None:
    catalogue.fill(offers())
    assert "new" not in catalogue.ids("竹の炭")
    catalogue.put(document("new", "竹の炭で水を浄める"))
    assert catalogue.ids("竹の炭") == ["new"]
    catalogue.put(document("new", "夏みかんの皮を使う"))
    assert catalogue.ids("竹の炭") == []
    assert "new" in catalogue.ids("夏みかんの皮")
    catalogue.remove(("expertise", "new"))
    assert "new" not in catalogue.ids("夏みかんの皮")
    catalogue.remove(("expertise", "bridge"))
    assert "bridge" not in catalogue.ids("橋の点検にドローンを使う")


def test_equal_scores_stand_in_order_of_key(catalogue: Catalogue) -> None:
    twins = [document(id, "橋の点検") for id in "edcba"]
    catalogue.fill([*twins, *offers()])
    assert [id for id in catalogue.ids("橋の点検") if len(id) == 1] == list("abcde")


def test_nothing_to_go_on_finds_nobody(catalogue: Catalogue) -> None:
    catalogue.fill(offers())
    for text in ("", "。。。", "宇宙船", "zeppelin"):
        assert catalogue.best(text) == []
    catalogue.fill([])
    assert catalogue.best("橋の点検") == []
    catalogue.put(document("first", "橋の点検"))
    assert catalogue.ids("橋の点検") == ["first"]


def test_those_behind_the_first_come_as_they_are_asked_for(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few at a time, of lengths that the first ranking takes for another order."""
    monkeypatch.setattr(cluster, "FIRST", 2)
    documents = [
        document(f"{n:02}", "橋の点検。" + "溶接の欠陥を測る装置。" * n)
        for n in range(20)
    ]
    catalogue.fill(documents)
    query = document("q", "橋の点検と溶接の欠陥", kind="need")
    whole = catalogue.best(query)
    assert_ranked(whole, query, documents)
    weights = catalogue.matcher.weigh(query)
    ranker = catalogue.shared or InMemory()
    some = ranker.best(catalogue.matcher.index, weights, ["expertise"])
    assert list(islice(some, 3)) == whole[:3]


def test_words_of_the_dictionary_count(catalogue: Catalogue) -> None:
    catalogue.fill(offers())
    assert catalogue.ids("見まわり") == []
    catalogue.matcher.use({"見まわり": ["点検"]})
    assert catalogue.ids("見まわり") == ["bridge"]


def test_the_matcher_proposes_what_its_ranker_ranks(catalogue: Catalogue) -> None:
    catalogue.fill(offers())
    alone = Matcher().fit(offers())
    catalogue.matcher.rank_with(catalogue.shared or InMemory())
    text = "橋の点検と、溶接の欠陥と、排水の汚泥"
    for limit in (0, 1, 10):
        found = catalogue.matcher.match(text, kinds=["expertise"], limit=limit)
        assert found == alone.match(text, kinds=["expertise"], limit=limit)
    best = catalogue.matcher.best(text, kinds=["expertise"])
    assert [key for key, _ in best] == [
        key for key, _ in alone.best(text, kinds=["expertise"])
    ]
    beside = ("expertise", "weld")
    assert [
        key for key, _ in catalogue.matcher.best_beside(beside, kinds=["expertise"])
    ] == [key for key, _ in alone.best_beside(beside, kinds=["expertise"])]
