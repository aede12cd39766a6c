"""How names and words are read, however that is typed."""

import pytest

from search.readings import fold, read_name, readings, spoken, spoken_name


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
