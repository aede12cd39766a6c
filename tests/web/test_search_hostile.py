"""Strange words and addresses: the search answers all of them."""

import pytest

from tests.factories.catalogue import ExpertiseFactory, NeedFactory, ResearcherFactory
from tests.factories.search import HOSTILE
from tests.web.conftest import texts


def test_strange_words_are_answered(client, region):
    NeedFactory()
    for text in HOSTILE:
        for path in ("/search/", "/search/complete/"):
            response = client.get(path, {"q": text})
            assert (path, text[:40], response.status_code) == (path, text[:40], 200)


@pytest.mark.parametrize("raw", ["%00", "%FF", "%ED%A0%80", "%E3%81", "%F0%9F%98%80"])
def test_broken_bytes_are_answered(get, raw):
    NeedFactory()
    get(f"/search/?q={raw}")
    get(f"/search/?q=a&theme={raw}&kind={raw}&sort={raw}")


@pytest.mark.parametrize("page", ["10000", "0", "-1", "x", "%00", "9" * 30])
def test_a_page_that_does_not_exist_leads_to_the_last(get, page):
    NeedFactory()
    missing = get(f"/search/?kind=need&page={page}", status=404)
    assert missing.select_one("main a.button")["href"] == "/search/?kind=need"


def test_values_that_are_gone_are_told_and_narrow_nothing(get):
    need = NeedFactory()
    page = get("/search/?kind=need&theme=gone&field=99999&industry=Z&deadline=soon")
    assert texts(page, ".entry-title") == [need.title_ja]
    assert len(texts(page, ".list-note")) == 4
    assert [chip["href"] for chip in page.select(".facet-chips .chip")] == ["/search/"]


@pytest.mark.parametrize("text", ["ｻﾞﾂｿｳ", "ざつそう", "ザツソウ", "\u202eザツソウ"])
def test_kana_of_any_width_finds(get, text):
    NeedFactory(title_ja="ザツソウの刈り取り", title_en="")
    assert len(get(f"/search/?q={text}").select(".entry")) == 1


def test_variant_kanji_find_a_name(get):
    person = ResearcherFactory(name_ja="高橋 渚", kana="タカハシ ナギサ", name_en="")
    for text in ("髙橋", "高橋", "ﾀｶﾊｼ", "たかはし"):
        page = get(f"/search/?q={text}&kind=researcher")
        assert texts(page, ".entry-title") == [person.name_ja]


def test_nothing_typed_becomes_markup(get):
    ExpertiseFactory(title_ja="<b>太字</b>の研究", title_en="")
    page = get("/search/?q=%3Cb%3E太字")
    assert page.select(".entry-title b") == []
    assert texts(page, ".entry-title") == ["<b>太字</b>の研究"]
