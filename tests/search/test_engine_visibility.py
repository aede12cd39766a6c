"""The contract of all engines: nobody gets, counts or guesses what they may not see."""

import pytest

from search.documents import PUBLIC
from search.engine import Engine
from search.query import Query
from tests.factories.search import EVERYONE, make_document
from tests.search.conftest import Find

STAFF = frozenset({PUBLIC, "staff"})


@pytest.fixture(autouse=True)
def catalogue(engine: Engine) -> None:
    engine.index(
        [
            make_document(
                "open", "雑草の検出", facets={"city": ("ube",)}, sort={"updated": 1}
            ),
            make_document(
                "hidden",
                "雑草の秘密",
                kind="expertise",
                people=("高橋 花子",),
                codes=("1234567890123",),
                facets={"city": ("ube", "hagi"), "theme": ("4",)},
                sort={"updated": 2},
                audiences=frozenset({"staff", "org:7"}),
            ),
            make_document("nobody", "雑草", audiences=frozenset()),
        ]
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "雑草",
        "秘密",
        "雑草の秘密",
        "「秘密」",
        "高橋",
        "花子",
        "1234567890123",
        "-検出",
    ],
)
@pytest.mark.parametrize("operator", ["auto", "any"])
def test_without_the_audience_there_is_no_trace(
    find: Find, text: str, operator: str
) -> None:
    results = find(text, operator=operator)

    assert [hit.id for hit in results.hits] == ["open"][: results.total]
    assert results.total == (0 if text == "-検出" else results.total)
    assert results.facets.get("theme", {}) == {}
    assert "hagi" not in results.facets.get("city", {})
    assert "expertise" not in results.facets["kind"]


@pytest.mark.parametrize("token", ["staff", "org:7"])
def test_one_audience_is_enough(find: Find, token: str) -> None:
    results = find("秘密", audiences=frozenset({token, "org:8"}))

    assert [hit.id for hit in results.hits] == ["hidden"]
    assert results.facets == {
        "city": {"hagi": 1, "ube": 1},
        "kind": {"expertise": 1},
        "theme": {"4": 1},
    }


def test_counts_differ_by_reader(find: Find) -> None:
    assert find("雑草").facets["city"] == {"ube": 1}
    assert find("雑草", audiences=STAFF).facets["city"] == {"ube": 2, "hagi": 1}
    assert find("", audiences=STAFF).total == 2


def test_a_reader_without_audience_gets_nothing(engine: Engine) -> None:
    for text in ("", "雑草", "-雑草"):
        results = engine.search(Query(text))
        assert (results.total, results.hits) == (0, ())
        assert not any(results.facets.values())


def test_what_is_hidden_does_not_keep_the_words_strict(find: Find) -> None:
    # Only the hidden document has both words; that must not show.
    assert [hit.id for hit in find("雑草 秘密").hits] == ["open"]
    assert find("雑草 秘密").understood == find("雑草 宇宙").understood.__class__(
        words=("雑草", "秘密"), relaxed=True
    )


def test_a_change_of_audience_holds_at_once(engine: Engine, find: Find) -> None:
    hidden = frozenset({"staff"})

    engine.index([make_document("open", "雑草の検出", version=2, audiences=hidden)])

    assert find("雑草").total == 0
    assert find("", audiences=EVERYONE).total == 0
    assert find("検出", audiences=STAFF).total == 1


@pytest.mark.parametrize("token", ["PUBLIC", "public ", "publi", "public\x00", "%", ""])
def test_audiences_are_compared_whole(find: Find, token: str) -> None:
    assert find("", audiences=frozenset({token})).total == 0
