"""The contract of all engines: facets, sorting, pages and what a hit shows."""

import pytest

from search.engine import Engine, Hit, Passage, Results
from tests.factories.search import make_document
from tests.search.conftest import Find


def ids(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


@pytest.fixture
def towns(engine: Engine) -> None:
    engine.index(
        [
            make_document("1", "雑草", facets={"city": ("ube",), "theme": ("4",)}),
            make_document("2", "雑草", facets={"city": ("ube", "hagi")}),
            make_document("3", "雑草", facets={"city": ("hofu",), "theme": ("4", "1")}),
            make_document("4", "雑草", facets={"city": ("hofu",)}, kind="outcome"),
            make_document("5", "橋", facets={"city": ("ube",), "bridge": ("yes",)}),
        ]
    )


@pytest.mark.usefixtures("towns")
class TestFacets:
    def test_are_counted_over_what_is_found(self, find: Find) -> None:
        results = find("雑草")

        assert results.total == 4
        assert results.facets == {
            "city": {"hofu": 2, "ube": 2, "hagi": 1},
            "kind": {"need": 3, "outcome": 1},
            "theme": {"4": 2, "1": 1},
        }
        assert list(results.facets["city"]) == ["hofu", "ube", "hagi"]

    def test_do_not_hide_their_own_siblings(self, find: Find) -> None:
        results = find("雑草", filters={"city": ("hofu",)})

        assert sorted(ids(results)) == ["3", "4"]
        assert results.facets == {
            "city": {"hofu": 2, "ube": 2, "hagi": 1},
            "kind": {"need": 1, "outcome": 1},
            "theme": {"1": 1, "4": 1},
        }

    def test_any_value_of_a_facet_and_all_facets(self, find: Find) -> None:
        results = find("雑草", filters={"city": ("hofu", "hagi"), "theme": ("4",)})

        assert ids(results) == ["3"]
        assert results.facets["city"] == {"hofu": 1, "ube": 1} | {"hagi": 0}
        assert results.facets["theme"] == {"4": 1, "1": 1}

    def test_kinds_are_counted_as_if_none_were_chosen(self, find: Find) -> None:
        results = find("雑草", kinds=("outcome", "expertise"))

        assert ids(results) == ["4"]
        assert results.facets["kind"] == {"need": 3, "outcome": 1, "expertise": 0}
        assert results.facets["city"] == {"hofu": 1}

    def test_kinds_are_counted_though_nothing_is_of_the_chosen_one(
        self, find: Find
    ) -> None:
        results = find("雑草", kinds=("expertise",))

        assert (results.total, ids(results)) == (0, [])
        assert results.facets["kind"] == {"need": 3, "outcome": 1, "expertise": 0}

    def test_only_those_asked_for_are_counted(self, find: Find) -> None:
        assert find("雑草", facets=()).facets == {}
        assert find("雑草", facets=("theme", "other")).facets == {
            "theme": {"4": 2, "1": 1},
            "other": {},
        }
        assert find("雑草", facets=("kind",)).facets == {
            "kind": {"need": 3, "outcome": 1}
        }
        chosen = {"city": ("ube",)}
        assert find("雑草", facets=("kind",), filters=chosen).facets == {
            "kind": {"need": 2}
        }

    def test_values_that_no_longer_exist_find_nothing_and_stay(
        self, find: Find
    ) -> None:
        results = find("雑草", filters={"city": ("atlantis",), "gone": ("x",)})

        assert results.total == 0
        assert results.facets["city"] == {"atlantis": 0}
        assert results.facets["gone"] == {"x": 0}

    def test_a_facet_without_a_value_chosen_is_no_filter(self, find: Find) -> None:
        assert find("雑草", filters={"city": ()}).total == 4


class TestSort:
    @pytest.fixture(autouse=True)
    def documents(self, engine: Engine) -> None:
        engine.index(
            [
                make_document("a", "雑草", sort={"updated": 2, "name": "い"}),
                make_document("b", "雑草 雑草", sort={"updated": 3.5, "name": "あ"}),
                make_document("c", "草", body="雑草", sort={"updated": -1}),
                make_document("d", "草", body="雑草", sort={"name": "う"}),
                *(make_document(f"{n}", "橋") for n in range(8)),
            ]
        )

    @pytest.mark.parametrize(
        ("sort", "order"),
        [
            ("updated", "cabd"),
            ("-updated", "bacd"),
            ("name", "badc"),
            ("-name", "dabc"),
            ("unknown", "abcd"),
            ("-", "abcd"),
            ("", "bacd"),
        ],
    )
    def test_with_text(self, find: Find, sort: str, order: str) -> None:
        assert "".join(ids(find("雑草", sort=sort))) == order

    def test_a_listing_begins_with_the_newest(self, find: Find) -> None:
        results = find("", size=5)

        assert ids(results) == ["b", "a", "c", "0", "1"]
        assert {hit.score for hit in results.hits} == {0.0}


def test_pages(engine: Engine, find: Find) -> None:
    engine.index(make_document(f"{number:03}", "雑草") for number in range(150))

    pages = [find("雑草", page=page, size=40) for page in range(1, 6)]

    assert [len(page.hits) for page in pages] == [40, 40, 40, 30, 0]
    assert {page.total for page in pages} == {150}
    found = [id for page in pages for id in ids(page)]
    assert found == [f"{number:03}" for number in range(150)]
    assert find("雑草", page=10_000).hits == ()
    assert find("", page=10**30).hits == ()
    counts = find("雑草", size=0)
    assert (counts.total, counts.hits) == (150, ())
    assert counts.facets == {"kind": {"need": 150}}


def test_pages_of_several_words_have_every_hit_once(engine: Engine, find: Find) -> None:
    engine.index(
        make_document(f"{n:03}", "雑草", body="雑草の検出" * (n % 7))
        for n in range(130)
    )

    pages = [
        find("雑草 検出", page=page, size=30, operator="any") for page in range(1, 6)
    ]

    found = [hit for page in pages for hit in page.hits]
    assert sorted(hit.id for hit in found) == [f"{n:03}" for n in range(130)]
    scores = [hit.score for hit in found]
    assert scores == sorted(scores, reverse=True)


def test_an_empty_engine_finds_nothing(find: Find) -> None:
    assert find("雑草") == find("雑草", page=3)
    assert (find().total, find().hits, find().facets) == (0, (), {"kind": {}})


def only(results: Results) -> Hit:
    (hit,) = results.hits
    return hit


def marked(passage: Passage | None) -> list[str]:
    assert passage is not None
    return [passage.text[start:end] for start, end in passage.marks]


class TestPassages:
    def test_quote_the_original_with_its_marks(
        self, engine: Engine, find: Find
    ) -> None:
        body = "前置きです。ｻﾞﾂｿｳと雑草を、㌔単位で<b>刈る</b>。"
        engine.index([make_document("1", "雑草の話", body=body)])

        hit = only(find("ザツソウ 雑草 「で<b>刈る」"))

        assert hit.title == Passage("title", "ja", "雑草の話", ((0, 2),), 0, 4)
        assert hit.passage is not None
        assert hit.passage.text == body
        assert marked(hit.passage) == ["ｻﾞﾂｿｳ", "雑草", "で<b>刈る"]
        assert hit.passage.length == len(body)
        assert not (hit.passage.cut_before or hit.passage.cut_after)

    def test_prefer_the_reader_s_language(self, engine: Engine, find: Find) -> None:
        engine.index(
            [
                make_document(
                    "1",
                    {"ja": "AIの話", "en": "About AI"},
                    summary={"ja": "AIで診断する。", "en": "AI for diagnosis."},
                )
            ]
        )

        ja, en = only(find("AI")), only(find("AI", lang="en"))
        other = only(find("診断", lang="en"))

        assert (ja.title and ja.title.text, ja.passage and ja.passage.lang) == (
            "AIの話",
            "ja",
        )
        assert (en.title and en.title.text, en.passage and en.passage.lang) == (
            "About AI",
            "en",
        )
        assert (other.title and other.title.text) == "About AI"
        assert marked(other.passage) == ["診断"]

    def test_show_the_beginning_where_only_the_title_has_the_word(
        self, engine: Engine, find: Find
    ) -> None:
        engine.index([make_document("1", "雑草", summary="橋を見る。")])

        assert only(find("雑草")).passage == Passage(
            "summary", "ja", "橋を見る。", (), 0, 5
        )
        assert only(find()).passage == Passage("summary", "ja", "橋を見る。", (), 0, 5)

    def test_show_names_and_keywords(self, engine: Engine, find: Find) -> None:
        engine.index(
            [make_document("1", keywords=("橋", "水質"), people=("高橋 花子",))]
        )

        by_name, by_word = only(find("花子")), only(find("水質"))

        assert by_name.title is None
        assert by_name.passage == Passage("people", "", "高橋 花子", ((3, 5),), 0, 5)
        assert by_word.passage == Passage("keywords", "", "水質", ((0, 2),), 0, 2)

    def test_of_a_document_without_texts(self, engine: Engine, find: Find) -> None:
        engine.index([make_document("1"), make_document("2", "題だけ")])

        bare, titled = find().hits

        assert (bare.title, bare.passage) == (None, None)
        assert (titled.title and titled.title.text, titled.passage) == ("題だけ", None)
