import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.normalise import normalise
from matching.words import read_words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ｻﾞﾂｿｳ", "ザツソウ"),
        ("ｶﾞｽ㌔", "ガスキロ"),
        ("１２３４ＡＢ", "1234AB"),
        ("髙橋と山﨑と渡邊", "高橋と山崎と渡辺"),
        ("が", "が"),
        ("機​械", "機械"),
        ("左\u202e右", "左右"),
        ("上\x00下", "上 下"),
        ("半\ud800分", "半 分"),
        ("一行\r\n二行", "一行\n\n二行"),
        ("", ""),
    ],
)
def test_one_spelling(written: str, read: str) -> None:
    assert normalise(written).text == read


def test_positions_lead_back_to_the_original() -> None:
    text = "ﾌﾟﾗｽﾁｯｸと㌔と髙"
    normal = normalise(text)
    assert normal.text == "プラスチックとキロと高"
    assert [text[slice(*normal.span(a, b))] for a, b in [(0, 6), (7, 9), (10, 11)]] == [
        "ﾌﾟﾗｽﾁｯｸ",
        "㌔",
        "髙",
    ]


@given(st.text())
def test_every_character_has_its_place_in_order(text: str) -> None:
    normal = normalise(text)
    assert len(normal.starts) == len(normal.ends) == len(normal.text)
    assert normal.starts == sorted(normal.starts)
    assert normal.ends == sorted(normal.ends)
    assert all(
        0 <= a < b <= len(text) for a, b in zip(normal.starts, normal.ends, strict=True)
    )


@given(st.text(alphabet="あいカタナ漢字Ab1ｱﾞ゙髙、。 \n"))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


def test_variants_are_pairs_of_characters_that_unicode_leaves_apart() -> None:
    pairs = read_words("variants.txt")
    assert {len(pair) for pair in pairs} == {2}
    assert [p for p in pairs if unicodedata.normalize("NFKC", p[0]) != p[0]] == []
    assert len({pair[0] for pair in pairs}) == len(pairs)
    # A usual form is never itself turned into another.
    assert {pair[0] for pair in pairs} & {pair[1] for pair in pairs} == set()
