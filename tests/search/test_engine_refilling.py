"""The contract of all engines: a text that is held already is not cut again."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from search.documents import Removal, SearchDocument
from search.engine import Engine, Results
from search.query import Query
from tests.factories.search import EVERYONE, HOSTILE, make_document

TEXTS = [
    make_document(
        "1",
        {"ja": "干し柿の皮むき", "en": "Peeling persimmons"},
        summary={"ja": "柿を1,000 kg。ｻﾞﾂｿｳも。", "en": ""},
        body="皮むき機を\x00探している。\n\n雑草の検出。雑草。",
        keywords=("柿", "干し柿", "C++", "柿"),
        people=("山口 太郎", "やまぐち たろう", "Yamaguchi Tarō"),
        codes=("1234567890123", "柿"),
        facets={"city": ("ube", "hagi")},
        sort={"updated": 3, "name": "柿"},
    ),
    make_document("2", "橋", audiences=("office",), body="橋の点検"),
    make_document("3", " ", body="\u3000"),
    make_document("4"),
    *(
        make_document(f"hostile {n}", text, body=text, keywords=(text,), people=(text,))
        for n, text in enumerate(HOSTILE)
    ),
]
ASKED = ["", "柿", "「皮むき」", "ざっそう", "kaki", "yamaguchi", "1000kg", "c++", "橋"]


def save(engine: Engine, documents: Sequence[SearchDocument]) -> None:
    assert engine.index(documents) == len(documents)


def refill(engine: Any, documents: Sequence[SearchDocument]) -> None:
    """Fill an index beside the one that readers have, and put it in its place."""
    fresh = engine.fresh()
    save(fresh, documents)
    engine.promote(fresh)


def said(engine: Engine) -> list[Results]:
    office = frozenset({*EVERYONE, "office"})
    return [
        engine.search(Query(text, audiences, size=100))
        for text in ASKED
        for audiences in (EVERYONE, office)
    ]


def test_what_is_filled_again_is_as_if_cut_anew(
    engine: Engine, texts_cut: list[str]
) -> None:
    engine.index(TEXTS)
    before = said(engine), engine.digests(), engine.versions()
    assert texts_cut
    texts_cut.clear()

    for _ in range(2):
        refill(engine, TEXTS)

        assert (said(engine), engine.digests(), engine.versions()) == before
    assert texts_cut == []


def test_a_save_cuts_only_what_has_changed(
    engine: Engine, texts_cut: list[str]
) -> None:
    engine.index([make_document("1", "干し柿", body="雑草", keywords=("橋",))])
    texts_cut.clear()

    changed = make_document(
        "1", "干し柿", version=2, body="川", keywords=("橋", "橋梁")
    )
    save(engine, [changed])

    assert texts_cut == ["川", "橋梁"]
    assert engine.digests() == {changed.key: changed.digest()}


@pytest.mark.parametrize("fill", [save, refill])
def test_a_text_that_was_withdrawn_is_found_no_more(
    engine: Engine, fill: Callable[[Engine, list[SearchDocument]], object]
) -> None:
    engine.index([make_document("1", "干し柿", summary="雑草の検出", body="柿と雑草")])

    fill(engine, [make_document("1", "干し柿", version=2, body="柿")])

    for text in ("雑草", "「雑草」", "検出", "ざっそう"):
        assert engine.search(Query(text, EVERYONE)).total == 0
    assert engine.search(Query("干し柿", EVERYONE)).total == 1


def test_nothing_is_taken_from_another_document_or_field(
    engine: Engine, texts_cut: list[str]
) -> None:
    engine.index([make_document("1", "雑草"), make_document("2", people=("雑草",))])
    texts_cut.clear()

    engine.index([make_document("2", "雑草"), make_document("1", kind="news")])

    assert texts_cut == ["雑草"]
    assert engine.search(Query("ざっそう", EVERYONE)).total == 2


def test_of_a_removed_document_nothing_is_left(
    engine: Engine, texts_cut: list[str]
) -> None:
    engine.index([make_document("1", "雑草")])
    engine.remove([Removal("need", "1", 1)])
    texts_cut.clear()

    engine.index([make_document("1", "雑草", version=2)])

    assert texts_cut == ["雑草"]
    assert engine.search(Query("雑草", EVERYONE)).total == 1
