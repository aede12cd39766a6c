"""The dictionary: other words are found too, lightly, and evidence says so."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from matching import VERSION, Document, Matcher
from matching.stored_ranking import store_ranking, stored_ranking
from tests.factories.matching import document, field, offers
from tests.matching.oracle import Oracle
from tests.matching.test_matcher import DOCUMENTS, QUERIES, check_evidence

ASKED = "食堂の生ごみが多く出る。"
WASTE = document("waste", "食品廃棄物を堆肥にする。")
WORDS = {"生ごみ": ["食品廃棄物", "food waste"], "排水": ["waste water"]}
PAIRS = {
    "溶接": ["welding"],
    "排水処理": ["汚泥", "waste water"],
    "橋": ["bridges", "点検"],
    "waste": ["汚泥"],
    "方法": ["溶接"],
}


def asking(words: dict[str, list[str]], *documents: Document) -> Matcher:
    matcher = Matcher().fit([*offers(), *documents])
    matcher.use(words)
    return matcher


def test_another_word_is_found_and_quoted_in_the_words_of_both_sides() -> None:
    assert not asking({}, WASTE).match(ASKED, kinds=["expertise"]).matches

    [match] = asking(WORDS, WASTE).match(ASKED, kinds=["expertise"]).matches
    [pair] = match.evidence.pairs

    assert [(term.term, term.share) for term in match.evidence.terms] == [
        ("生ごみ", pytest.approx(match.score))
    ]
    for side, word in ((pair.left, "生ごみ"), (pair.right, "食品廃棄物")):
        assert [side.sentence[start:end] for start, end in side.marks] == [word]


def test_the_own_word_counts_at_least_twice_as_much() -> None:
    own = document("own", "生ごみを堆肥にする。")
    scores = asking(WORDS, WASTE, own).score_all(ASKED, kinds=["expertise"])
    assert 0 < scores[WASTE.key] <= scores[own.key] / 2


def test_a_term_of_several_words_is_meant_as_a_whole() -> None:
    other = document("other", "食品の表示を調べ、廃棄の費用を量る。")
    scores = asking(WORDS, other).score_all(ASKED, kinds=["expertise"])
    assert scores[other.key] == 0


def test_a_bridge_leads_into_the_other_language() -> None:
    english = document("english", field("Composting food waste", lang="en"))
    [match] = asking(WORDS, english).match(ASKED, kinds=["expertise"]).matches
    [pair] = match.evidence.pairs
    assert (pair.left.lang, pair.right.lang) == ("ja", "en")
    [(start, end)] = pair.right.marks
    assert pair.right.sentence[start:end] == "food waste"


def test_a_change_is_in_the_next_answer_of_old_and_new_documents() -> None:
    matcher = asking({}, WASTE)
    matcher.put(document("new", "食品廃棄物から飼料を作る。"))
    for words, found in ((WORDS, {"waste", "new"}), ({}, set())):
        matcher.use(words)
        answer = matcher.match(ASKED, kinds=["expertise"])
        assert {match.id for match in answer.matches} == found


def test_a_refit_keeps_the_dictionary(tmp_path: Path) -> None:
    matcher = asking(WORDS, WASTE)
    matcher.put(document("new", "川の水を測る"))
    matcher.refit()
    assert matcher.match(ASKED, kinds=["expertise"]).matches
    matcher.fit([WASTE])
    assert matcher.match(ASKED, kinds=["expertise"]).matches
    matcher.save(tmp_path)
    assert not Matcher.load(tmp_path).match(ASKED, kinds=["expertise"]).matches


def test_another_dictionary_is_tried_beside_the_one_in_use() -> None:
    matcher = asking({}, WASTE)
    other = matcher.asking_with(WORDS)
    assert other.match(ASKED, kinds=["expertise"]).matches
    assert not matcher.match(ASKED, kinds=["expertise"]).matches


def test_what_a_document_says_with_another_word_is_not_missing() -> None:
    own = document("own", "生ごみを堆肥にする。")
    without, with_words = (
        asking(words, WASTE, own).why_not(ASKED, *WASTE.key) for words in ({}, WORDS)
    )
    assert "生ごみ" in [lack.term for lack in without.lacks]
    assert "生ごみ" not in [lack.term for lack in with_words.lacks]
    assert [term.term for term in with_words.shared] == ["生ごみ"]


def test_words_that_tell_nothing_are_not_looked_up() -> None:
    matcher = asking({"方法": ["溶接"], "の": ["溶接"], "橋": ["方法", "橋"]})
    assert matcher.version == VERSION
    assert not matcher.match("方法の方法", kinds=["expertise"]).matches


def test_the_version_tells_the_dictionary() -> None:
    versions = {asking(words).version for words in ({}, WORDS, PAIRS)}
    assert len(versions) == 3
    assert all(version.startswith(VERSION) for version in versions)
    assert asking(dict(reversed(WORDS.items()))).version == asking(WORDS).version


def test_a_ranking_with_another_dictionary_is_not_gone_on_with(tmp_path: Path) -> None:
    need = document("need", ASKED, kind="need")
    for words, found in (({}, 0), (WORDS, 1)):
        ranking = asking(words, WASTE, need).ranking("need", "expertise", top=1)
        store_ranking(ranking, tmp_path)
        [chunk] = stored_ranking(tmp_path)
        assert (chunk.rights >= 0).sum() == found


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, QUERIES)
def test_scores_and_evidence_agree_with_the_oracle(
    documents: list[Document], query: Document
) -> None:
    matcher = Matcher().fit(documents)
    matcher.use(PAIRS)
    words = {word: others for word, others in PAIRS.items() if word != "方法"}
    expected = Oracle(documents, words).scores(query)
    assert matcher.score_all(query, kinds=["a", "b"]) == pytest.approx(
        expected, abs=1e-9
    )
    held = {one.key: one for one in documents}
    for match in matcher.match(query, kinds=["a", "b"]).matches:
        assert match.score == pytest.approx(expected[match.kind, match.id], abs=1e-9)
        check_evidence(match.evidence, query, held[match.kind, match.id])


@settings(max_examples=40, deadline=None)
@given(DOCUMENTS)
def test_all_pairs_are_those_that_match_proposes(documents: list[Document]) -> None:
    matcher = Matcher().fit(documents)
    matcher.use(PAIRS)
    pairs = list(matcher.pairs("a", "b", top=len(documents)))
    for left in documents:
        if left.kind == "a":
            matches = matcher.match(left, kinds=["b"], limit=len(documents)).matches
            mine = [pair for pair in pairs if pair.left == left.key]
            assert [(pair.right, pair.score) for pair in mine] == [
                ((m.kind, m.id), pytest.approx(m.score, abs=1e-9)) for m in matches
            ]
            rights = [pair.right for pair in mine]
            assert matcher.explain_all(left.key, rights) == [
                matcher.explain(left, *right) for right in rights
            ]


def test_who_says_a_word_is_known_for_old_and_new_documents() -> None:
    matcher = asking({}, WASTE)
    matcher.put(document("new", "町の食品廃棄物を集める。"))
    matcher.put(document("apart", "食品を売る。廃棄する物がある。"))
    matcher.put(document("gone", "食品廃棄物"))
    matcher.remove("expertise", "gone")
    said = matcher.saying("食品廃棄物", kinds=["expertise"])
    assert sorted(id for _, id in said) == ["new", "waste"]
    assert not matcher.saying("食品廃棄物", kinds=["need"])
    assert not matcher.saying("方法", kinds=["expertise"])
    assert not matcher.saying("隕石", kinds=["expertise"])
