"""What is sent to Elasticsearch: bodies, versions and requests. No server needed."""

from dataclasses import replace
from itertools import pairwise

import pytest

from search.analysis import Pattern
from search.conditions import AllOf, AnyOf, Name, Phrase, Term
from search.documents import Key, Removal
from search.engines.cutting import cut
from search.engines.elasticsearch_projection import (
    action,
    in_order,
    name_of,
    removing,
    texts_of,
)
from search.engines.elasticsearch_query import common, condition, request
from search.query import Query
from search.understanding import Step, understand
from tests.factories.search import EVERYONE, make_document


def test_a_word_stands_as_often_as_its_field_weighs() -> None:
    sent = action(cut(make_document("1", "橋", summary="橋", body="雑草")))

    assert sent["words"].split() == ["橋"] * 12 + ["雑草", "ザツソウ"]
    assert sent["chars"] == ["橋", "橋", "雑草 草"]


def test_texts_are_read_back_with_the_words_wanted() -> None:
    parts = cut(make_document("1", "雑草の検出", keywords=("橋",)))

    read = texts_of(action(parts), frozenset({"検出"}))

    assert [(t.field, t.lang, t.text) for t in read] == [
        ("title", "ja", "雑草の検出"),
        ("keywords", "", "橋"),
    ]
    assert [(w.term, w.start, w.end) for t in read for w in t.words] == [("検出", 3, 5)]


def test_a_removal_stands_between_two_versions() -> None:
    versions = [
        action(cut(make_document("1", version=3)))["version"],
        removing(Removal("need", "1", 3))["version"],
        action(cut(make_document("1", version=4)))["version"],
    ]

    assert versions == sorted(set(versions))
    assert removing(Removal("need", "1", 2**62 - 1))["version"] < 2**63


def test_names_are_of_one_length_and_never_meet() -> None:
    keys = [Key("a", "b:c"), Key("a:b", "c"), Key("a", "b"), Key("あ" * 999, "b" * 999)]

    names = {name_of(key) for key in keys}

    assert len(names) == len(keys)
    assert {len(name) for name in names} == {32}


def test_sort_values_are_written_in_their_order() -> None:
    values: list[int | float | str] = [
        -(2**63) + 1,
        -1e18,
        -2,
        -1.5,
        0,
        0.25,
        1,
        2**53,
        2**53 + 1,
        2**63 - 2,
        2**63 - 1,
        "",
        "1",
        "あ",
        "い",
        "🙂",
    ]

    assert all(in_order(one) < in_order(two) for one, two in pairwise(values))
    assert in_order(-0.0) == in_order(0)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Term("橋"), {"term": {"words": "橋"}}),
        (
            Phrase(Pattern(("雑草", "草の"))),
            {"match_phrase": {"chars": {"query": "雑草 草の", "boost": 0.5}}},
        ),
        (
            Phrase(Pattern(("水",), prefix=True)),
            {"prefix": {"chars": {"value": "水", "boost": 0.5}}},
        ),
        (
            Name(Pattern(("高橋",))),
            {"match_phrase": {"names": {"query": "¶ 高橋", "boost": 2.0}}},
        ),
    ],
)
def test_conditions(node: Term | Phrase | Name, expected: dict[str, object]) -> None:
    assert condition(node).to_dict() == expected


def test_conditions_are_joined() -> None:
    either = AnyOf((Term("橋"), Term("川")))

    assert condition(AllOf((Term("水"), either))).to_dict() == {
        "bool": {
            "must": [
                {"term": {"words": "水"}},
                {
                    "bool": {
                        "should": [
                            {"term": {"words": "橋"}},
                            {"term": {"words": "川"}},
                        ],
                        "minimum_should_match": 1,
                    }
                },
            ]
        }
    }


def test_every_search_is_limited_to_what_the_reader_may_see() -> None:
    for step in (None, Step(Term("橋"))):
        query = Query("橋", EVERYONE)
        sent = request(query, understand(query), step)
        visible = {"terms": {"audiences": ["public"]}}
        assert [visible in one["query"]["bool"]["filter"] for one in sent] == [True] * 2
    nobody = Query("橋")
    sent = request(nobody, understand(nobody), None)
    nothing = {"terms": {"audiences": []}}
    assert [nothing in one["query"]["bool"]["filter"] for one in sent] == [True] * 2


def test_a_choice_narrows_the_page_and_not_what_is_counted() -> None:
    query = Query("橋", EVERYONE, kinds=("need",))
    narrowed = {"bool": {"filter": [{"terms": {"kind": ["need"]}}]}}

    counting, paging = request(query, understand(query), Step(Term("橋")))

    assert narrowed in paging["query"]["bool"]["filter"]
    assert narrowed not in counting["query"]["bool"]["filter"]
    assert counting["post_filter"] == narrowed


def test_what_says_more_of_the_text_comes_earlier() -> None:
    query = Query("雑草と橋", EVERYONE)
    plan = understand(query)

    _, sent = request(query, plan, Step(Term("雑草")))

    assert sent["rescore"]["query"]["rescore_query"]["bool"]["should"] == [
        {"term": {"words": "橋"}},
        *(
            {"term": {"chars": {"value": gram, "boost": 0.5}}}
            for gram in ("雑草", "草と", "と橋", "橋")
        ),
    ]
    by_date = replace(query, sort="-updated")
    assert "rescore" not in request(by_date, plan, plan.steps[0])[1]


def test_all_pages_of_a_text_are_asked_of_one_copy() -> None:
    def copy(text: str, page: int) -> object:
        return common(Query(text, EVERYONE, page=page))["preference"]

    assert copy("橋", 1) == copy("橋", 2) != copy("川", 1)


def test_pages_behind_the_first_million_hits_are_not_asked_for() -> None:
    def page(number: int) -> list[tuple[int, int]]:
        query = Query("橋", EVERYONE, page=number)
        _, *pages = request(query, understand(query), None)
        return [(sent["from"], sent["size"]) for sent in pages]

    assert page(50_000) == [(999_980, 20)]
    assert page(50_001) == []
    assert page(10**30) == []
