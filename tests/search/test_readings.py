"""Words and names are found by how they are read, however that is typed."""

import pytest

from search.documents import SearchDocument
from search.engines.sqlite import SqliteEngine
from search.query import Query
from search.readings import fold, read_name, readings, spoken, spoken_name

EVERYONE = frozenset({"public"})


@pytest.fixture
def engine(tmp_path):
    """An engine with one person and one subject."""
    engine = SqliteEngine(tmp_path / "search.sqlite3")
    person = {"title": {"ja": "髙橋 健一"}, "people": ("髙橋 健一",)}
    other = {"title": {"ja": "佐藤 京子"}, "people": ("佐藤 京子", "サトウ キョウコ")}
    subject = {"title": {"ja": "雑草を抑える"}, "body": {"ja": "肥料は50 kgです"}}
    engine.index(
        SearchDocument(kind="thing", id=ident, version=1, audiences=EVERYONE, **texts)
        for ident, texts in (("1", person), ("2", other), ("3", subject))
    )
    yield engine
    engine.close()


def found(engine, text):
    hits = engine.search(Query(text=text, audiences=EVERYONE, operator="all")).hits
    return [hit.id for hit in hits]


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
def test_a_name_without_a_reading_is_found_by_all_of_them(engine, typed):
    assert found(engine, typed) == ["1"]


@pytest.mark.parametrize(
    "typed",
    ["さとう", "sato", "satou", "satoh", "satô", "Satō", "ｻﾄｳ", "kyoko", "kyouko"],
)
def test_long_vowels_are_written_in_many_ways(engine, typed):
    assert found(engine, typed) == ["2"]


@pytest.mark.parametrize("typed", ["takahashi kenichi", "たかはし けんいち", "kenichi"])
def test_both_parts_of_a_name_are_read(engine, typed):
    assert found(engine, typed) == ["1"]


@pytest.mark.parametrize("typed", ["雑草", "ざっそう", "ザッソウ", "ｻﾞﾂｿｳ", "ざつそう"])
def test_a_word_of_a_title_is_found_by_its_reading(engine, typed):
    assert found(engine, typed) == ["3"]


@pytest.mark.parametrize("typed", ["50kg", "50 kg", "５０㎏", "５０ｋｇ", "50KG"])
def test_a_quantity_is_found_with_its_unit_together_or_apart(engine, typed):
    assert found(engine, typed) == ["3"]


def test_kanji_are_not_found_by_others_that_are_read_alike(engine):
    assert found(engine, "砂糖") == []


@pytest.mark.parametrize(
    ("hepburn", "kunrei", "kana"),
    [
        ("shibata", "sibata", "しばた"),
        ("fujii", "huzii", "ふじい"),
        ("chiba", "tiba", "ちば"),
        ("tsuji", "tuzi", "つじ"),
        ("junya", "zyunya", "じゅんや"),
        ("honma", "homma", "ほんま"),
        ("ohta", "oota", "おおた"),
        ("shinnosuke", "sinnosuke", "しんのすけ"),
    ],
)
def test_hepburn_and_kunrei_are_read_as_kana_are(hepburn, kunrei, kana):
    assert spoken_name(hepburn) == spoken_name(kunrei) == spoken_name(kana)


@pytest.mark.parametrize(
    "word", ["robot", "welding", "university", "高橋", "", "a", "x"]
)
def test_what_is_no_reading_has_none(word):
    assert spoken_name(word) is None


def test_a_name_in_kanji_is_read_as_the_dictionary_reads_it():
    assert read_name("髙橋") == read_name("takahashi") == "タカハシ"


def test_kana_of_all_sizes_are_one_reading():
    assert spoken("ざっそう") == spoken("ｻﾞﾂｿｳ") == fold("ザツソウ")
    assert spoken("雑草") is None


def test_readings_stand_where_their_words_do():
    text = "㈱の雑草"
    [word] = [word for word in readings(text) if word.term == "ザツソウ"]

    assert text[word.start : word.end] == "雑草"
