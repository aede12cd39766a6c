import pytest

from matching import Document, Evidence, Matcher
from matching.evidence import join
from tests.factories.matching import document, field, offers


def evidence(need: Document | str, offer: Document) -> Evidence:
    rest = [one for one in offers() if one.key != offer.key]
    found = Matcher().fit([offer, *rest]).explain(need, *offer.key)
    assert found is not None
    return found


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
    assert found.pairs[0].right.marks == ((0, 5),)


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


def test_the_same_word_in_two_languages_is_one_term() -> None:
    need = document(
        "n", field("CFRPの修理"), field("Repair of CFRP", lang="en"), kind="need"
    )
    offer = document("x", field("CFRPの板"), field("CFRP panels", lang="en"))
    assert [term.term for term in evidence(need, offer).terms] == ["CFRP"]


@pytest.mark.parametrize(
    ("spans", "joined"),
    [
        ([], ()),
        ([(0, 2), (2, 4)], ((0, 2), (2, 4))),
        ([(2, 4), (0, 3)], ((0, 4),)),
        ([(0, 9), (2, 4), (8, 10)], ((0, 10),)),
        ([(0, 2), (0, 2)], ((0, 2),)),
    ],
)
def test_join(
    spans: list[tuple[int, int]], joined: tuple[tuple[int, int], ...]
) -> None:
    assert join(spans) == joined
