import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import language_of
from matching.analysis import analyse
from matching.japanese import GENERAL_WORDS as GENERAL_JA
from matching.japanese import STOP_WORDS as STOP_JA
from matching.japanese import _tokenizer
from matching.latin import GENERAL_WORDS as GENERAL_EN
from matching.latin import STOP_WORDS as STOP_EN
from matching.words import Kind, kind_of


def features(text: str) -> set[str]:
    return {token.feature for token in analyse(text).tokens}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Compounds: neighbours, and Sudachi's middle pieces.
        ("排水の処理", {"排水", "処理", "+排水 処理"}),
        ("耐熱性", {"耐熱", "-性", "+耐熱性"}),
        # What says nothing, and what says little.
        ("研究について相談したいです。", set()),
        ("方法", {"-方法"}),
        # What letters begin and end with says nothing; the same word elsewhere does.
        ("お世話になっております。よろしくお願いいたします。", set()),
        ("猫の世話", {"猫", "世話", "+猫 世話"}),
        ("制御中", {"制御", "-中", "+制御 中"}),
        ("御中元", {"-御", "中元", "+御中元"}),
        ("100個", {"-100", "-個", "+100 個"}),
        # English: stems, hyphens, numbers.
        ("Welding machines", {"weld", "machin", "+weld machin"}),
        ("waste-water", {"wast", "water", "+wast water"}),
        ("costs 1,000 yen", {"cost", "-1000", "yen", "+cost 1000", "+1000 yen"}),
        ("a b I need help", set()),
        # Two scripts in one text.
        ("CO2を測る5G", {"co2", "測る", "5g", "+co2 測る", "+測る 5g"}),
        # Another script.
        ("сварка", {"сварка"}),
    ],
)
def test_features(text: str, expected: set[str]) -> None:
    assert features(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("サーバー", "サーバ"),
        ("ｻｰﾊﾞ", "サーバ"),
        ("エクストルーダー", "エクストルーダ"),
        ("引越し", "引っ越し"),
        ("髙橋", "高橋"),
        ("一〇〇人", "100人"),
        ("３０００万円", "3,000万円"),
        ("weld", "Welding"),
        ("ｗｅｌｄ", "WELDED"),
        ("廢水", "廃水"),
    ],
)
def test_spellings_that_readers_take_as_the_same(one: str, other: str) -> None:
    assert features(one) == features(other)


def test_tokens_stand_where_they_are_written() -> None:
    text = "ﾌﾟﾗｽﾁｯｸと髙橋。Welding!"
    found = {
        (token.feature, text[token.start : token.end]) for token in analyse(text).tokens
    }
    assert found == {
        ("プラスチック", "ﾌﾟﾗｽﾁｯｸ"),
        ("高橋", "髙橋"),
        ("+プラスチック 高橋", "ﾌﾟﾗｽﾁｯｸと髙橋"),
        ("weld", "Welding"),
    }


def test_compounds_do_not_reach_over_sentences_or_far_words() -> None:
    assert features("排水。処理") == {"排水", "処理"}
    assert features("排水をこれから処理") == {"排水", "処理"}


@given(st.text(alphabet="排水処理のをﾌﾟﾗ髙１a B。\n 😀"))
def test_tokens_lie_in_their_sentences(text: str) -> None:
    found = analyse(text)
    for token in found.tokens:
        start, end = found.sentences[token.sentence]
        assert start <= token.start < token.end <= end


def test_language() -> None:
    assert [language_of(t) for t in ("溶接", "welding", "TIG溶接", "", "１２")] == [
        "ja",
        "en",
        "ja",
        "en",
        "en",
    ]


@pytest.mark.parametrize("word", sorted(STOP_JA | GENERAL_JA))
def test_listed_words_are_in_the_form_they_are_compared_in(word: str) -> None:
    # Some only look so in a sentence: 十分 alone is a number.
    spellings = (word, f"{word}に", "する")
    parts = [m for spelling in spellings for m in _tokenizer().tokenize(spelling)]
    assert word in {part.normalized_form() for part in parts}


def test_no_word_is_on_two_lists() -> None:
    assert STOP_JA & GENERAL_JA == set()
    assert STOP_EN & GENERAL_EN == set()


def test_kinds() -> None:
    kinds = [kind_of(f) for f in ("排水", "-性", "+排水 処理", "")]
    assert kinds == [Kind.WORD, Kind.LIGHT, Kind.COMPOUND, Kind.WORD]
