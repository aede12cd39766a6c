import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Document, Evidence, Matcher
from tests.factories.matching import document, field, offers

PIECES = [
    "排水",
    "の",
    "処理",
    "、",
    "見守っ",
    "て",
    "使える",
    "窓口",
    "。",
    "waste ",
    "Water ",
    "ｻｰﾊﾞｰ",
    "三百",
    "㌔",
    "𠮷野",
    "\n",
]


def evidence(need: Document | str, offer: Document) -> Evidence:
    rest = [one for one in offers() if one.key != offer.key]
    found = Matcher().fit([offer, *rest]).explain(need, *offer.key)
    assert found is not None
    return found


def test_a_word_whose_first_place_is_inside_another_term_is_named() -> None:
    """溶接 stands on both sides of 橋: no term of the text begins where it does."""
    offer = document("w", field("溶接橋溶接", lang="en"))
    found = Matcher().fit([offer]).explain("橋溶接", *offer.key)
    back = Matcher().fit([document("n", field("橋溶接", lang="en"))])
    mirrored = back.explain(offer, "expertise", "n")
    for one in (found, mirrored):
        assert one is not None
        assert math.fsum(term.share for term in one.terms) == pytest.approx(one.score)
        assert {term.term for term in one.terms} <= {"橋", "溶接", "橋溶接", "溶接橋"}


def marked(side: dict[str, object]) -> list[str]:
    sentence, marks = str(side["sentence"]), side["marks"]
    assert isinstance(marks, list)
    return [sentence[start:end] for start, end in marks]


def test_sentence_beside_sentence_with_the_shared_words_marked() -> None:
    need = document(
        "n",
        field("はじめて相談します。ﾄﾞﾛｰﾝで橋を見られますか。", "body"),
        kind="need",
    )
    found = evidence(need, offers()[2]).as_json()
    (first, *_) = found["evidence"]
    assert first["left"] == {
        "field": "body",
        "lang": "ja",
        "sentence": "ﾄﾞﾛｰﾝで橋を見られますか。",
        "marks": [[0, 5], [6, 7]],
    }
    assert first["right"]["field"] == "summary"
    assert marked(dict(first["right"])) == ["橋", "ドローン"]
    assert found["band"] == "related"
    assert [term["term"] for term in found["terms"]] == ["橋", "ﾄﾞﾛｰﾝ"]


def test_terms_are_the_words_of_the_left_side() -> None:
    offer = document("x", field("Microbes treated with waste water", lang="en"))
    found = evidence("Treating our Waste Waters", offer)
    assert [term.term for term in found.terms] == ["Waste Waters", "Treating"]


def test_a_compound_is_one_term_and_one_mark() -> None:
    offer = document("x", "排水の処理と、鋳物の検査")
    found = evidence("排水処理に困る。検査も。", offer)
    assert [term.term for term in found.terms] == ["排水処理", "検査"]
    assert [pair.left.marks for pair in found.pairs] == [((0, 4),), ((0, 2),)]
    assert found.pairs[0].right.marks == ((0, 2), (3, 5))


def test_words_that_a_clause_or_a_comma_parts_are_terms_by_themselves() -> None:
    offer = document("x", "釉薬、調合。一人で座って、用件が済んで帰る窓口。")
    found = evidence("釉薬、調合。一人で座って、用件が済んだ", offer)
    names = {term.term for term in found.terms}
    assert names == {"釉薬", "調合", "一人", "座る", "用件", "済む"}
    marks = {mark for pair in found.pairs for mark in marked(dict(pair.left.as_json()))}
    assert marks == {"釉薬", "調合", "一人", "座っ", "用件", "済ん"}


def test_a_verb_before_a_noun_is_a_term_by_itself() -> None:
    offer = document("x", "高齢者が使える窓口")
    found = evidence("使える窓口がほしい", offer)
    assert {term.term for term in found.terms} == {"使う", "窓口"}


def test_a_word_that_the_analyser_cuts_small_is_one_term() -> None:
    found = evidence("斜面を見守っています", document("x", "裏山の斜面を見守る"))
    assert {term.term for term in found.terms} == {"斜面", "見守る"}


def test_what_stands_apart_gives_half_of_its_share_to_each_of_its_words() -> None:
    offer = document("x", "釉薬の調合")
    (first, second) = evidence("釉薬の調合", offer).terms
    assert first.share == second.share
    assert first.share + second.share == evidence("釉薬の調合", offer).score


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=12),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=12),
)
def test_shares_sum_to_the_score_and_quotes_are_verbatim(
    left: list[str], right: list[str]
) -> None:
    need, offer = "".join(left), document("x", "".join(right))
    found = Matcher().fit([offer, *offers()]).explain(need, *offer.key)
    if found is None:
        return
    assert math.fsum(term.share for term in found.terms) == pytest.approx(found.score)
    for pair in found.pairs:
        for side, text in ((pair.left, need), (pair.right, offer.fields[0].text)):
            assert side.sentence in text
            assert side.marks
            ends = [0, *(place for mark in side.marks for place in mark)]
            assert ends == sorted(ends)
            assert ends[-1] <= len(side.sentence)


def test_pairs_show_what_is_not_shown_yet() -> None:
    offer = document("x", "釉薬の調合。焼成の温度。粘土の乾燥。ろくろの回転。")
    need = "釉薬の調合は。焼成の温度は。粘土の乾燥は。ろくろの回転は。釉薬の調合は。"
    found = evidence(need, offer)
    quoted = [pair.left.sentence for pair in found.pairs]
    assert len(quoted) == len(set(quoted)) == 3
    shares = [pair.share for pair in found.pairs]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) < found.score


def test_sentences_that_share_only_general_words_are_not_quoted() -> None:
    offer = document("x", "釉薬を調べる。新しい方法を2つ、3年で試す。")
    found = evidence("釉薬の色。新しい方法を2つ、3年で試す。", offer)
    assert [pair.left.sentence for pair in found.pairs] == ["釉薬の色。"]
    assert {"釉薬"} < {term.term for term in found.terms}


def test_both_languages_are_quoted_each_beside_its_own() -> None:
    need = document(
        "n",
        field("釉薬の調合を知りたい"),
        field("Mixing glazes for pottery", lang="en"),
        kind="need",
    )
    offer = document(
        "x", field("釉薬の調合"), field("Glazes and their mixing", lang="en")
    )
    pairs = evidence(need, offer).pairs
    assert {(pair.left.lang, pair.right.lang) for pair in pairs} == {
        ("ja", "ja"),
        ("en", "en"),
    }


def test_each_language_is_quoted_as_far_as_it_goes_by_itself() -> None:
    ja = "釉薬の調合。焼成の温度。粘土の乾燥。"
    en = "Mixing glazes. Firing temperature. Drying clay."
    need = document("n", field(ja), field(en, lang="en"), kind="need")
    pairs = evidence(need, document("x", field(ja), field(en, lang="en"))).pairs
    assert sorted(pair.right.lang for pair in pairs) == ["en"] * 3 + ["ja"] * 3


def test_a_term_says_in_which_language_it_is_written() -> None:
    ja, en = field("CFRPの修理と検査"), field("Repair of CFRP", lang="en")
    need = document("n", ja, en, kind="need")
    terms = evidence(need, document("x", ja, en)).terms
    assert {"ja", "en"} == {term.lang for term in terms if term.term == "CFRP"}
