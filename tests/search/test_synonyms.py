"""The dictionary as queries read it."""

import pytest

from search.analysis import units
from search.query import Query
from search.synonyms import Synonyms
from search.understanding import understand


def added(text, words):
    return dict(understand(Query(text=text, synonyms=words)).understanding.added)


def test_the_longest_entry_at_a_place_wins():
    words = Synonyms({"疲労": ("倦怠感",), "疲労強度": ("fatigue strength",)})

    assert words.longest_at(units("疲労強度の試験")) == (
        2,
        "疲労強度",
        ("fatigue strength",),
    )
    assert words.longest_at(units("試験")) == (0, "", ())


@pytest.mark.parametrize("typed", ["ゴミ", "ごみ", "ｺﾞﾐ"])
def test_spellings_of_one_word_add_what_either_adds(typed):
    words = {"ごみ": ("廃棄物",), "ゴミ": ("waste", "廃棄物")}

    assert added(typed, words) == {"ごみ": ("廃棄物", "waste")}


def test_a_loop_adds_one_step():
    words = {"ごみ": ("廃棄物",), "廃棄物": ("残渣",), "残渣": ("ごみ",)}

    assert added("ごみ", words) == {"ごみ": ("廃棄物",)}


def test_a_mapping_and_its_cut_form_are_the_same():
    words = {"ごみ": ("廃棄物",)}

    assert Synonyms.of(words) == words
    assert Synonyms.of(same := Synonyms(words)) is same
