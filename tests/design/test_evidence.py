"""The evidence component: sentence beside sentence, words before figures."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import translation

from design.evidence import view_of

LEFT = "蒸したあとの包装に水滴がつきます。"
RIGHT = "<script>alert(1)</script>包装の水滴を減らします。"

EVIDENCE = {
    "score": 0.412,
    "band": "strong",
    "terms": [{"term": "水滴", "share": 0.1}, {"term": "<包装>", "share": 0.312}],
    "evidence": [
        {
            "left": {
                "field": "background",
                "lang": "ja",
                "sentence": LEFT,
                "marks": [[6, 8], [9, 11]],
            },
            "right": {
                "field": "body_ja",
                "lang": "ja",
                "sentence": RIGHT,
                "marks": [[25, 27], [28, 30]],
            },
            "share": 0.2,
        }
    ],
}


def component(evidence: object, **context: object) -> BeautifulSoup:
    html = render_to_string(
        "design/components/evidence.html",
        {
            "evidence": evidence,
            "left_label": "困りごと",
            "right_label": "できること",
            **context,
        },
    )
    return BeautifulSoup(html, "html.parser")


def test_both_sides_mark_the_same_words():
    with translation.override("ja"):
        left, right = component(EVIDENCE).select(".passage")
    assert [m.text for m in left.select("mark")] == ["包装", "水滴"]
    assert [m.text for m in right.select("mark")] == ["包装", "水滴"]
    assert left.blockquote["lang"] == "ja"
    assert left.figcaption.get_text(" ") == "困りごと 背景"
    assert right.figcaption.get_text(" ") == "できること 内容"


def test_hostile_sentences_and_terms_are_shown_as_written():
    page = component(EVIDENCE)
    assert page.select("script") == []
    assert page.select(".passage")[1].blockquote.text == RIGHT
    assert page.select_one(".term").text == "<包装>"


def test_the_weightiest_term_comes_first_and_its_bar_is_full():
    bars = component(EVIDENCE).select(".term-bars rect")
    assert [bar["width"] for bar in bars] == ["100", "32"]


def test_figures_stand_only_in_the_details():
    page = component(EVIDENCE)
    details = page.select_one("details").extract()
    assert [d.text for d in details.select("dd")] == ["0.412", "0.312", "0.100"]
    assert "0.4" not in page.get_text()


@pytest.mark.parametrize(
    ("band", "language", "words"),
    [
        ("strong", "ja", "関連が強い"),
        ("related", "ja", "関連がある"),
        ("partly", "ja", "一部関連がある"),
        ("strong", "en", "Strongly related"),
        ("related", "en", "Related"),
        ("partly", "en", "Partly related"),
    ],
)
def test_the_band_in_words(band, language, words):
    with translation.override(language):
        page = component({**EVIDENCE, "band": band}, rank=2)
    assert page.select_one(f".relation-{band}").text == words


def test_rank_and_change_are_told():
    with translation.override("ja"):
        page = component(EVIDENCE, rank=1, changed=True)
    assert page.select_one(".evidence-place").text == "候補1"
    assert "その後、本文が変更されています。" in page.get_text()


@pytest.mark.parametrize("evidence", [None, {}, {"band": "<x>", "score": 0}])
def test_nothing_to_show_is_no_failure(evidence):
    assert component(evidence).get_text().strip() == ""


def test_unknown_fields_have_no_label_and_long_lists_are_cut():
    side = {"field": "remarks", "lang": "", "sentence": "x", "marks": []}
    view = view_of(
        {
            "terms": [{"term": str(n), "share": 0.01} for n in range(12)],
            "evidence": [{"left": side, "right": side}],
        }
    )
    assert view.pairs[0].left.part == ""
    assert len(view.leading_terms) == 8
    assert len(view.terms) == 12


def test_what_weighs_next_to_nothing_is_left_to_the_figures():
    shares = {"うろこ": 0.065, "魚": 0.03, "こと": 0.002}
    terms = [{"term": term, "share": share} for term, share in shares.items()]
    view = view_of({"terms": terms})
    assert [term.term for term in view.leading_terms] == ["うろこ", "魚"]
    assert [term.term for term in view.terms] == ["うろこ", "魚", "こと"]


def test_no_inline_style_or_script_which_the_policy_would_block():
    html = str(component(EVIDENCE, rank=1))
    assert "style=" not in html
    assert "<script" not in html


def test_a_reader_is_shown_their_own_language_first():
    def pair(lang, sentence):
        side = {"field": "title", "lang": lang, "sentence": sentence, "marks": []}
        return {"left": side, "right": side, "share": 0.1}

    both = {
        "score": 0.3,
        "terms": [
            {"term": "glaze", "lang": "en", "share": 0.2},
            {"term": "釉薬", "lang": "ja", "share": 0.1},
        ],
        "evidence": [pair("en", "Glazes"), pair("ja", "釉薬の調合")],
    }
    for language, sentence, term in [
        ("ja", "釉薬の調合", "釉薬"),
        ("en", "Glazes", "glaze"),
    ]:
        with translation.override(language):
            page = component(both)
        assert {q.text for q in page.select("blockquote")} == {sentence}
        assert [t.text for t in page.select(".term")] == [term]
        assert page.select_one(".term-bars rect")["width"] == "100"
        assert [dt.text for dt in page.select("dt")[1:]] == ["glaze", "釉薬"]
    assert [p.left.html for p in view_of(both, "ko").pairs] == ["Glazes", "釉薬の調合"]
