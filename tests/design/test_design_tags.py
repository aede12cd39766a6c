"""Tags: icons, texts in their own language, addresses."""

from types import SimpleNamespace

import heroicons
import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory, override_settings
from django.utils import translation

from design.localized import LocalizedText

JAPANESE_ONLY = (
    '<span class="language-note"><span lang="ja">日本語のみ</span> / '
    '<span lang="en">Japanese only</span></span>'
)


def rendered(source: str, **context: object) -> str:
    template = Template("{% load design_tags %}" + source)
    return template.render(Context(context))


class Thing:
    def __init__(self, text: LocalizedText) -> None:
        self.text = text

    def localized(self, field: str) -> LocalizedText:
        assert field == "title"
        return self.text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("あおば産学官連携プラットフォーム", "あおば産学官連携<wbr>プラットフォーム"),
        ("Aoba <Platform>", "Aoba &lt;Platform&gt;"),
    ],
)
def test_a_long_name_breaks_between_its_parts(name, shown):
    assert rendered("{{ name|parts }}", name=name) == shown


def test_an_icon_is_drawn_inline_and_hidden_from_screen_readers():
    svg = rendered('{% icon "phone" %}')
    assert svg.startswith("<svg ")
    assert 'aria-hidden="true"' in svg
    assert 'class="icon icon-outline"' in svg
    assert "style=" not in svg


@pytest.mark.parametrize("style", ["outline", "solid", "mini", "micro"])
def test_an_icon_of_every_style(style):
    assert f"icon-{style}" in rendered("{% icon 'phone' style=s %}", s=style)


def test_an_unknown_icon_is_refused():
    with pytest.raises(heroicons.IconDoesNotExist):
        rendered('{% icon "no-such-icon" %}')


def test_a_text_in_the_page_s_language_stands_alone():
    thing = Thing(LocalizedText("<b>棚田", "ja"))
    with translation.override("ja"):
        source = '{% localized thing "title" %}'
        assert rendered(source, thing=thing) == "&lt;b&gt;棚田"


def test_a_fallback_is_marked_with_its_language():
    thing = Thing(LocalizedText("<b>棚田", "ja", fallback=True))
    with translation.override("en"):
        assert rendered('{% localized thing "title" %}', thing=thing) == (
            f'<span lang="ja">&lt;b&gt;棚田</span> {JAPANESE_ONLY}'
        )
        assert rendered('{% localized thing "title" note=False %}', thing=thing) == (
            '<span lang="ja">&lt;b&gt;棚田</span>'
        )


def test_a_text_in_another_language_that_is_no_fallback_has_no_note():
    with translation.override("en"):
        text = LocalizedText("萩", "ja")
        assert rendered("{% localized t %}", t=text) == '<span lang="ja">萩</span>'


@pytest.mark.parametrize(
    ("value", "expected"),
    [("<b>", "&lt;b&gt;"), (None, ""), (3, "3"), (LocalizedText("", "en"), "")],
)
def test_anything_that_reads_as_a_text(value, expected):
    with translation.override("ja"):
        assert rendered("{% localized v %}", v=value) == expected


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ja", "Japanese only"), ("en", "English only"), ("fr", "Original language only")],
)
def test_the_note_names_the_language(lang, words):
    with translation.override("en"):
        assert words in rendered("{% language_note lang %}", lang=lang)


def test_long_texts_keep_their_language():
    text = LocalizedText("一\n\n<二>", "ja", fallback=True)
    with translation.override("en"):
        assert rendered("{% localized_paragraphs t %}", t=text) == (
            f'{JAPANESE_ONLY}<div lang="ja"><p>一</p>\n<p>&lt;二&gt;</p></div>'
        )
        other = LocalizedText("一", "ja")
        assert rendered("{% localized_paragraphs t %}", t=other) == (
            '<div lang="ja"><p>一</p></div>'
        )
    with translation.override("ja"):
        assert rendered("{% localized_paragraphs t %}", t=text) == (
            "<p>一</p>\n<p>&lt;二&gt;</p>"
        )
        assert rendered("{% localized_paragraphs t %}", t="一") == "<p>一</p>"
        assert rendered("{% localized_paragraphs t %}", t=None) == ""


def test_addresses_are_absolute_and_without_the_query():
    request = RequestFactory().get("/needs/?q=secret", HTTP_HOST="renkei.example")
    with override_settings(ALLOWED_HOSTS=["renkei.example"]):
        assert rendered("{% absolute_url %}", request=request) == (
            "http://renkei.example/needs/"
        )
        assert rendered("{% absolute_url '/en/' %}", request=request) == (
            "http://renkei.example/en/"
        )
    assert rendered("{% absolute_url '/en/' %}") == ""


@pytest.mark.parametrize(
    ("language", "expected"), [("ja", "/"), ("en", "/en/"), (None, "/")]
)
@override_settings(LANGUAGE_CODE="ja")
def test_the_home_page_of_each_language(language, expected):
    with translation.override(language):
        assert rendered("{% home_url %}") == expected


def test_the_pages_around_a_page():
    page = Paginator(range(200), 10).page(10)
    source = "{% for n in page|page_numbers %}{{ n }} {% endfor %}"
    assert rendered(source, page=page) == "1 2 0 8 9 10 11 12 0 19 20 "


def test_captured_text_has_no_tags_and_stays_escaped():
    source = "{% captured as t %}<b lang='ja'>{{ x }}</b>{% endcaptured %}{{ t }}"
    text = rendered(source, x='"><script>')
    assert text == "&quot;&gt;&lt;script&gt;"


def test_captured_text_can_be_used_twice():
    source = "{% captured as t %}  {{ x }} {% endcaptured %}[{{ t }}][{{ t }}]"
    assert rendered(source, x="<") == "[&lt;][&lt;]"


def test_a_row_must_have_as_many_cells_as_the_head():
    with pytest.raises(ValueError, match="zip"):
        rendered("{{ row|labelled:head }}", row=["a"], head=["A", "B"])


def test_the_cells_of_a_table():
    source = "{% table_cell cell %}"
    assert rendered(source, cell="<") == "&lt;"
    assert rendered(source, cell={"text": "<"}) == "&lt;"
    assert rendered(source, cell={"text": "<", "url": "/?a=1&b"}) == (
        '<a href="/?a=1&amp;b">&lt;</a>'
    )


def test_an_object_that_only_looks_localized_is_text():
    value = SimpleNamespace(text="x")
    assert rendered("{% localized v %}", v=value) == "namespace(text=&#x27;x&#x27;)"
