"""A document cut with what is held of it is the same as one cut anew."""

import json
from dataclasses import replace

import pytest

from search.engines import elasticsearch_projection as projection
from search.engines import sqlite_rows
from search.engines.cutting import cut, is_held
from tests.factories.search import HOSTILE, make_document

DOCUMENT = make_document(
    "1",
    {"ja": "干し柿の皮むき", "en": "Peeling persimmons"},
    summary="50 kgの柿。ｻﾞﾂｿｳ",
    keywords=("柿", "C++", *HOSTILE),
    people=("山口 太郎", "やまぐち たろう"),
    codes=("1234567890123",),
)


def test_what_is_written_is_the_same_byte_for_byte() -> None:
    anew = projection.action(cut(DOCUMENT))
    held = projection.held(json.loads(json.dumps(anew)))

    assert is_held(DOCUMENT, held)
    assert projection.action(cut(DOCUMENT, held)) == anew
    assert sqlite_rows.prepare(DOCUMENT, held) == sqlite_rows.prepare(DOCUMENT, ())


def test_words_that_are_held_are_taken_as_they_are() -> None:
    title, *others = cut(DOCUMENT).texts
    told_apart = replace(title, terms=title.terms.replace("柿", "柚"))

    assert cut(DOCUMENT, [told_apart, *others]).texts == (told_apart, *others)


def test_what_is_held_and_not_in_the_document_is_left() -> None:
    held = cut(make_document("1", "干し柿の皮むき", body="雑草", people=("柿",))).texts
    document = make_document("1", {"en": "干し柿の皮むき"}, keywords=("柿",))

    assert cut(document, held) == cut(document)
    assert not is_held(document, held)


@pytest.mark.parametrize("document", [make_document("1"), make_document("1", " ")])
def test_a_document_without_texts_has_nothing_to_cut(document) -> None:
    assert is_held(document, ())
    assert cut(document).texts == ()
