"""Pairs of texts read as one."""

import pytest
from django.utils import translation

from design.localized import Localized, LocalizedText


class Entry(Localized):
    title_ja = "棚田"
    title_en = ""
    note_ja = ""
    note_en = ""


def test_the_reader_s_language_first():
    with translation.override("ja"):
        assert Entry().localized("title") == LocalizedText("棚田", "ja")


def test_the_other_language_where_there_is_none():
    with translation.override("en"):
        text = Entry().localized("title")
    assert text == LocalizedText("棚田", "ja", fallback=True)
    assert str(text) == "棚田"
    assert text


def test_a_language_can_be_asked_for():
    assert Entry().localized("title", "en").fallback is True
    assert Entry().localized("title", "ja").fallback is False


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_text_is_no_fallback(language):
    text = Entry().localized("note", language)
    assert not text
    assert text.fallback is False


def test_an_unknown_field_is_refused():
    with pytest.raises(AttributeError):
        Entry().localized("colour")
