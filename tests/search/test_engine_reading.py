"""The contract of all engines: names and words are found by how they are read."""

import pytest

from search.documents import SearchDocument
from search.engine import Engine
from tests.factories.search import EVERYONE
from tests.search.conftest import Find

TEXTS = {
    "1": {"title": {"ja": "髙橋 健一"}, "people": ("髙橋 健一",)},
    "2": {"title": {"ja": "佐藤 京子"}, "people": ("佐藤 京子", "サトウ キョウコ")},
    "3": {"title": {"ja": "雑草を抑える"}, "body": {"ja": "肥料は50 kgです"}},
}
"""A person without a reading, one with it, and a subject."""


@pytest.fixture(autouse=True)
def indexed(engine: Engine) -> None:
    engine.index(
        SearchDocument(kind="thing", id=ident, version=1, audiences=EVERYONE, **texts)  # type: ignore[arg-type]
        for ident, texts in TEXTS.items()
    )


def found(find: Find, text: str) -> list[str]:
    return [hit.id for hit in find(text, operator="all").hits]


@pytest.mark.parametrize(
    "typed",
    [
        "高橋",
        "髙橋",
        "たかはし",
        "タカハシ",
        "ﾀｶﾊｼ",
        "takahashi",
        "Takahasi",
        "TAKAHASHI",
    ],
)
def test_a_name_without_a_reading_is_found_by_all_of_them(
    find: Find, typed: str
) -> None:
    assert found(find, typed) == ["1"]


@pytest.mark.parametrize(
    "typed",
    ["さとう", "sato", "satou", "satoh", "satô", "Satō", "ｻﾄｳ", "kyoko", "kyouko"],
)
def test_long_vowels_are_written_in_many_ways(find: Find, typed: str) -> None:
    assert found(find, typed) == ["2"]


@pytest.mark.parametrize("typed", ["takahashi kenichi", "たかはし けんいち", "kenichi"])
def test_both_parts_of_a_name_are_read(find: Find, typed: str) -> None:
    assert found(find, typed) == ["1"]


@pytest.mark.parametrize("typed", ["雑草", "ざっそう", "ザッソウ", "ｻﾞﾂｿｳ", "ざつそう"])
def test_a_word_of_a_title_is_found_by_its_reading(find: Find, typed: str) -> None:
    assert found(find, typed) == ["3"]


@pytest.mark.parametrize("typed", ["50kg", "50 kg", "５０㎏", "５０ｋｇ", "50KG"])
def test_a_quantity_is_found_with_its_unit_together_or_apart(
    find: Find, typed: str
) -> None:
    assert found(find, typed) == ["3"]


def test_kanji_are_not_found_by_others_that_are_read_alike(find: Find) -> None:
    assert found(find, "砂糖") == []
