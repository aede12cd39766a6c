"""Mistakes in spelling: how many, and how many are too many."""

import pytest

from search.spelling import distance, mistakes, tolerance


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("biomass", "biomass", 0),
        ("biomas", "biomass", 1),
        ("boimass", "biomass", 1),
        ("biomess", "biomass", 1),
        ("xbiomass", "biomass", 1),
        ("bimoas", "biomass", 2),
        ("", "ab", 2),
        ("cat", "dogs", None),
        ("a", "abcd", None),
    ],
)
def test_mistakes_are_counted_both_ways(one, other, apart):
    assert distance(one, other, 2) == apart
    assert distance(other, one, 2) == apart


def test_nothing_above_the_limit():
    assert distance("biomas", "biomass", 0) is None
    assert distance("abcdef", "bacdfe", 1) is None


@pytest.mark.parametrize(
    ("word", "most"),
    [
        ("廃液", 0),
        ("廃機物", 1),
        ("有機物", 0),
        ("疲労強度", 1),
        ("ごみ", 0),
        ("らーめん", 1),
        ("ぷらすちっく", 1),
    ],
)
def test_short_words_must_be_right(word, most):
    assert tolerance(word) == most


@pytest.mark.parametrize(
    ("typed", "word", "found"),
    [
        ("廃機物", "廃棄物", 1),
        ("廃機物", "廃棄", None),
        ("農機具", "農機", None),
        ("有機物", "無機物", None),
        ("有機物", "有機物", 0),
        ("再資原化", "再資源化", 1),
        ("biomas", "biomass", 1),
    ],
)
def test_a_short_word_of_kanji_may_have_one_wrong_and_none_missing(typed, word, found):
    assert mistakes(typed, word) == found
