import pytest

from search.analysis import (
    MAX_TERM,
    Pattern,
    Unit,
    Word,
    clean,
    fingerprint,
    grams,
    pattern,
    units,
    words,
)


def test_words_are_the_small_and_the_middle_pieces_with_their_places() -> None:
    found = words("環境省の補助金")

    assert found == sorted(found, key=lambda word: (word.start, word.end))
    assert {
        Word("環境", 0, 2),
        Word("環境省", 0, 3),
        Word("補助", 4, 6),
        Word("補助金", 4, 7),
    } <= set(found)


def test_units_are_the_largest_words_with_what_is_inside() -> None:
    found = units("環境省の補助金")

    assert [unit.word for unit in found] == [
        Word("環境省", 0, 3),
        Word("補助金", 4, 7),
    ]
    assert [unit.pieces[0] for unit in found] == ["環境", "補助"]


def test_affixes_are_found_but_not_looked_for() -> None:
    assert [unit.word.term for unit in units("お手伝い")] == ["手伝い"]


def test_words_that_the_matcher_leaves_out_are_looked_for_as_written() -> None:
    assert units("共同研究の公募") == [
        Unit(Word("共同", 0, 2)),
        Unit(Word("研究", 2, 4), plain=True),
        Unit(Word("公募", 5, 7)),
    ]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("ｻﾞﾂｿｳ", ["ざつそう"]),
        ("髙橋", ["高橋"]),
        ("サーバー", ["さーば"]),
        ("サーバ", ["さーば"]),
        ("キー", ["きー"]),
        ("Detecting weeds", ["detect", "weed"]),
        ("令和7年度に１００円", ["令和", "7", "年度", "100", "円"]),
        ("2024-05", ["2024", "05"]),
        ("", []),
        ("。、!?", []),
        ("1" * 100, ["1" * MAX_TERM]),
    ],
)
def test_words_are_folded(text: str, terms: list[str]) -> None:
    assert [word.term for word in words(text)] == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("雑草の検出", ["雑草", "草の", "の検", "検出", "出"]),
        ("雑草\n検出", ["雑草", "草検", "検出", "出"]),
        ("雑草、検出", ["雑草", "草", "検出", "出"]),
        ("ＡＩ診断ABC", ["ai", "診断", "断", "abc"]),
        ("C++とC#", ["c++", "と", "c#"]),
        ("machine learning", ["machine", "learning"]),
        ("ｻﾞﾂ", ["ざつ", "つ"]),
        ("İi", ["ii"]),
        ("😀", []),
    ],
)
def test_grams_say_how_it_is_written(text: str, terms: list[str]) -> None:
    assert [gram.term for gram in grams(text)] == terms


def test_grams_know_their_places_in_the_original() -> None:
    assert grams("ｻﾞﾂ㌔x") == [
        Word("ざつ", 0, 3),
        Word("つき", 2, 4),
        Word("きろ", 3, 4),
        Word("ろ", 3, 4),
        Word("x", 4, 5),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("雑草", Pattern(("雑草",))),
        ("雑草の", Pattern(("雑草", "草の"))),
        ("水", Pattern(("水",), prefix=True)),
        ("水、水", Pattern(("水", "水"), prefix=True)),
        ("診断AI", Pattern(("診断", "断", "ai"))),
        ("c++", Pattern(("c++",))),
        ("！", None),
    ],
)
def test_pattern(text: str, expected: Pattern | None) -> None:
    assert pattern(text) == expected


def test_clean_keeps_the_places() -> None:
    assert clean("a\x00b\ud800c\n") == "a\ufffdb\ufffdc\n"


def test_the_fingerprint_names_the_dictionary() -> None:
    assert "sudachidict-core" in fingerprint()
