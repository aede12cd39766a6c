import json
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import (
    Document,
    DuplicateDocument,
    Evidence,
    Match,
    Matcher,
    Silence,
    UnknownDocument,
)
from tests.factories.matching import document, field, offers
from tests.matching.oracle import Oracle

WORDS = (
    "溶接 排水 処理 汚泥 橋 点検 夏みかん 選果 看護 方法 研究 100個 welding drones "
    "bridges waste water CFRP IoT 。 の を 、"
).split()
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map("".join)
DOCUMENTS = st.lists(st.tuples(TEXTS, TEXTS), min_size=0, max_size=6).map(
    lambda pairs: [
        document(str(n), field(ja), field(en, lang="en"), kind="ab"[n % 2])
        for n, (ja, en) in enumerate(pairs)
    ]
)
QUERIES = st.tuples(TEXTS, TEXTS).map(
    lambda pair: document("q", field(pair[0]), field(pair[1], lang="en"), kind="query")
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher().fit(offers())


def ids(matches: tuple[Match, ...]) -> list[str]:
    return [match.id for match in matches]


def first(matcher: Matcher, text: str) -> str:
    return matcher.match(text, kinds=["expertise"]).matches[0].id


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("アルミの溶接で空洞ができて困っています。", "weld"),
        ("夏みかんの選果に人手が要る。カメラで傷を見分けられないか。", "citrus"),
        ("ﾄﾞﾛｰﾝで橋のﾋﾋﾞ割れを測れますか", "bridge"),
        ("食品工場の排水の処理で、汚泥が多すぎる。", "sludge"),
        ("The sludge of our waste water is too much.", "sludge"),
        ("Can drones inspect a bridge?", "bridge"),
        ("ＷＩＮＥ ｇｒａｐｅｓ", "vines"),
        ("お年寄りの飲み忘れに、看護師が気づくには", "care"),
    ],
)
def test_the_right_offer_comes_first(matcher: Matcher, text: str, right: str) -> None:
    assert first(matcher, text) == right


def test_both_ways() -> None:
    need = document("n", "橋の点検に費用がかかる。ドローンは使えないか。", kind="need")
    both = Matcher().fit([need, *offers()])
    there = both.match(need, kinds=["expertise"]).matches[0]
    back = both.match(offers()[2], kinds=["need"]).matches[0]
    assert (there.id, back.id) == ("bridge", "n")
    assert there.score == pytest.approx(back.score, abs=1e-12)


def test_a_japanese_text_finds_latin_words_in_an_english_offer() -> None:
    offer = document("cf", field("Repair of CFRP panels", lang="en"))
    found = Matcher().fit([offer, *offers()]).match("CFRPの板", kinds=["expertise"])
    assert ids(found.matches) == ["cf"]
    side = found.matches[0].evidence.pairs[0]
    assert (side.left.lang, side.right.lang) == ("ja", "en")


def test_a_second_language_does_no_harm() -> None:
    """Against a text in one language, a translation beside it changes nothing."""
    ja = field("橋の点検にドローンを使う")
    en = field("Bridge inspection with drones", lang="en")
    rest = offers()[3:]
    one = Matcher().fit([document("x", ja), document("y", ja, en), *rest])
    scores = one.score_all("ドローンで橋を見る", kinds=["expertise"])
    assert scores["expertise", "x"] == pytest.approx(scores["expertise", "y"])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("😀🎉", "empty"),
        ("。。。！？", "empty"),
        ("相談したいです。お願いします。", "too_short"),
        ("方法", "too_short"),
        ("12345", "too_short"),
        ("please help me", "too_short"),
        ("宇宙船", "no_known_words"),
        ("zeppelin", "no_known_words"),
        (
            "宇宙船の軌道を計算し、月の裏側に着陸させて、砂の成分を調べ、"
            "水が氷で残るかを無人で確かめ、町の学校に見せたい。",
            "nothing_above_floor",
        ),
    ],
)
def test_silence_says_why(matcher: Matcher, text: str, reason: str) -> None:
    answer = matcher.match(text, kinds=["expertise"])
    assert answer.matches == ()
    assert answer.silence is not None
    assert answer.silence.reason == reason


@pytest.mark.parametrize("word", ["宇宙船", "月面車"])
def test_silence_does_not_tell_what_stands_where_nothing_may_be_found(
    word: str,
) -> None:
    hidden = [
        document("hidden", "宇宙船の塗装がはがれて困る。", kind="need"),
        document("other", "宇宙船に塗る塗料を研究する。"),
    ]
    matcher = Matcher().fit([*hidden, document("open", "選果の機械", kind="need")])
    answer = matcher.match(word, kinds=["need"], exclude=[("need", "hidden")])
    assert answer.silence is not None
    assert answer.silence.reason == "no_known_words"


def test_silence_as_json() -> None:
    silence = Silence("empty", ("material", "place"))
    assert silence.as_json() == {"reason": "empty", "hints": ["material", "place"]}


def test_an_answer_has_no_silence(matcher: Matcher) -> None:
    assert matcher.match("橋の点検", kinds=["expertise"]).silence is None


def test_only_numbers_and_general_words_in_common_is_no_match() -> None:
    other = document("o", "3年の経験があり、新しい方法で作業を100回。溶接もする。")
    found = Matcher().fit([other]).match("100回の作業、ほか。", kinds=["expertise"])
    assert found.matches == ()
    explained = Matcher().fit([other]).explain("100回の作業", "expertise", "o")
    assert explained is None


def test_kinds_limit_and_exclude(matcher: Matcher) -> None:
    text = "橋の点検と、溶接の欠陥と、排水の汚泥と、選果のカメラ"
    everyone = ids(matcher.match(text, kinds=["expertise"]).matches)
    assert sorted(everyone) == ["bridge", "citrus", "sludge", "weld"]
    assert (
        ids(matcher.match(text, kinds=["expertise"], limit=2).matches) == everyone[:2]
    )
    nobody_asked_for = matcher.match(text, kinds=["expertise"], limit=0)
    assert (nobody_asked_for.matches, nobody_asked_for.silence) == ((), None)
    assert matcher.match(text, kinds=["need"]).matches == ()
    excluded = [("expertise", everyone[0])]
    rest = matcher.match(text, kinds=["expertise"], limit=2, exclude=excluded)
    assert ids(rest.matches) == everyone[1:3]


def test_a_document_does_not_answer_itself(matcher: Matcher) -> None:
    assert "bridge" not in ids(matcher.match(offers()[2], kinds=["expertise"]).matches)


def test_scores_of_all(matcher: Matcher) -> None:
    scores = matcher.score_all("橋の点検", kinds=["expertise"])
    assert {key[1] for key in scores} == {d.id for d in offers()}
    assert max(scores, key=scores.__getitem__) == ("expertise", "bridge")
    assert scores["expertise", "care"] == 0.0
    assert matcher.score_all("橋", kinds=[]) == {}


def test_pairs_agree_with_match() -> None:
    needs = [
        document("n1", "橋の点検の費用を減らしたい", kind="need"),
        document("n2", "排水の汚泥と、溶接の欠陥", kind="need"),
        document("n3", "宇宙船", kind="need"),
        document("n4", kind="need"),
    ]
    both = Matcher().fit([*needs, *offers()])
    found = sorted(both.pairs("need", "expertise", top=1), key=lambda pair: pair.left)
    assert [(pair.left[1], pair.right[1]) for pair in found] == [
        ("n1", "bridge"),
        ("n2", "sludge"),
    ]
    for pair, need in zip(found, needs, strict=False):
        match = both.match(need, kinds=["expertise"]).matches[0]
        assert pair.score == pytest.approx(match.score, abs=1e-12)
    within = both.pairs("expertise", "expertise")
    assert [pair for pair in within if pair.left == pair.right] == []


def test_explain(matcher: Matcher) -> None:
    text = "橋の点検にドローンを使えるか"
    best = matcher.match(text, kinds=["expertise"]).matches[0]
    assert matcher.explain(text, "expertise", "bridge") == best.evidence
    assert matcher.explain(text, "expertise", "care") is None
    with pytest.raises(UnknownDocument) as caught:
        matcher.explain(text, "expertise", "nobody")
    assert caught.value.data == {"kind": "expertise", "id": "nobody"}


def test_match_as_json(matcher: Matcher) -> None:
    match = matcher.match("橋の点検", kinds=["expertise"]).matches[0]
    assert json.loads(json.dumps(match.as_json())) == {
        "kind": "expertise",
        "id": "bridge",
        **match.evidence.as_json(),
    }


def test_put_remove_and_replace_are_in_the_next_answer() -> None:
    matcher = Matcher()
    assert len(matcher) == 0
    assert matcher.match("橋", kinds=["expertise"]).silence is not None
    for offer in offers():
        matcher.put(offer)
    assert len(matcher) == 6
    assert first(matcher, "橋の点検") == "bridge"
    matcher.put(document("bridge", "陶器の釉薬を調合する"))
    assert first(matcher, "釉薬の調合") == "bridge"
    assert matcher.match("橋の点検", kinds=["expertise"]).matches == ()
    assert ("expertise", "bridge") in matcher
    matcher.remove("expertise", "bridge")
    assert ("expertise", "bridge") not in matcher
    assert matcher.match("釉薬", kinds=["expertise"]).matches == ()
    with pytest.raises(UnknownDocument):
        matcher.remove("expertise", "bridge")


def test_the_same_key_twice_is_refused_and_leaves_the_catalogue_alone() -> None:
    matcher = Matcher().fit(offers())
    with pytest.raises(DuplicateDocument):
        matcher.fit([document("a", "橋"), document("a", "川")])
    assert len(matcher) == 6


def test_the_same_text_twice_stands_in_order_of_key() -> None:
    twins = [document("b", "橋の点検"), document("a", "橋の点検"), *offers()]
    found = Matcher().fit(twins).match("橋の点検をしたい", kinds=["expertise"])
    assert ids(found.matches)[:2] == ["a", "b"]


def test_a_catalogue_of_one_and_of_nothing() -> None:
    one = Matcher().fit([document("a", "溶接の欠陥を見つける")])
    assert ids(one.match("溶接の欠陥", kinds=["expertise"]).matches) == ["a"]
    none = Matcher().fit([])
    assert none.match("溶接", kinds=["expertise"]).matches == ()
    assert list(none.pairs("need", "expertise")) == []
    blank = Matcher().fit([document("a"), document("b", "")])
    assert blank.match("溶接", kinds=["expertise"]).matches == ()


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, QUERIES)
def test_scores_agree_with_the_oracle(
    documents: list[Document], query: Document
) -> None:
    scores = Matcher().fit(documents).score_all(query, kinds=["a", "b"])
    expected = Oracle(documents).scores(query)
    assert scores == pytest.approx(expected, abs=1e-9)


def test_ranking_agrees_with_the_oracle_on_whole_texts() -> None:
    matcher, oracle = Matcher().fit(offers()), Oracle(offers())
    for query in offers():
        expected = oracle.scores(query)
        scores = matcher.score_all(query, kinds=["expertise"])
        assert scores == pytest.approx(expected, abs=1e-9)
        ranked = sorted(scores, key=lambda key: (-round(scores[key], 9), key))
        assert ranked == sorted(
            expected, key=lambda key: (-round(expected[key], 9), key)
        )


@settings(max_examples=40, deadline=None)
@given(DOCUMENTS, st.randoms(use_true_random=False), QUERIES)
def test_the_order_of_insertion_does_not_matter(
    documents: list[Document], random: Random, query: Document
) -> None:
    shuffled = list(documents)
    random.shuffle(shuffled)
    fitted = Matcher().fit(documents)
    grown = Matcher()
    for one in shuffled:
        grown.put(one)
    grown.refit()
    assert grown.score_all(query, kinds=["a", "b"]) == pytest.approx(
        fitted.score_all(query, kinds=["a", "b"]), abs=1e-9
    )
    left, right = (m.match(query, kinds=["a", "b"]) for m in (fitted, grown))
    assert ids(left.matches) == ids(right.matches)


@settings(max_examples=40, deadline=None)
@given(DOCUMENTS, QUERIES)
def test_adding_and_removing_again_changes_nothing(
    documents: list[Document], query: Document
) -> None:
    fitted = Matcher().fit(documents)
    changed = Matcher().fit([*documents, document("z", "陶器 slope", kind="a")])
    changed.put(document("z", "釉薬 welding", kind="a"))
    changed.remove("a", "z")
    changed.refit()
    assert changed.score_all(query, kinds=["a", "b"]) == pytest.approx(
        fitted.score_all(query, kinds=["a", "b"]), abs=1e-9
    )


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, QUERIES)
def test_evidence_is_exact_and_verbatim(
    documents: list[Document], query: Document
) -> None:
    held = {one.key: one for one in documents}
    for match in Matcher().fit(documents).match(query, kinds=["a", "b"]).matches:
        assert 0 < match.score <= 1 + 1e-9
        check_evidence(match.evidence, query, held[match.kind, match.id])


def check_evidence(evidence: Evidence, left: Document, right: Document) -> None:
    assert sum(term.share for term in evidence.terms) == pytest.approx(
        evidence.score, abs=1e-9
    )
    in_language = Counter(pair.left.lang for pair in evidence.pairs)
    assert 1 <= max(in_language.values()) <= 3
    assert sum(pair.share for pair in evidence.pairs) <= evidence.score + 1e-9
    for pair in evidence.pairs:
        for side, whole in ((pair.left, left), (pair.right, right)):
            texts = [
                f.text
                for f in whole.fields
                if (f.name, f.lang) == (side.field, side.lang)
            ]
            assert any(side.sentence in text for text in texts)
            ends = [0, *(p for mark in side.marks for p in mark), len(side.sentence)]
            assert ends == sorted(ends)
            assert all(start < end for start, end in side.marks)
            assert side.marks


def test_between_fits_the_ranking_stays_close_to_a_refit() -> None:
    """One document of forty changes: under the drift at which lengths are refitted."""
    many = [
        document(f"{one.id}{n}", *one.fields, f"番号{n}の工場と{'川海山'[n % 3]}")
        for n in range(7)
        for one in offers()
    ]
    matcher = Matcher().fit(many)
    matcher.put(document("new", "橋の点検と排水の処理"))
    text = "橋の点検と工場の排水の汚泥"
    before = matcher.score_all(text, kinds=["expertise"])
    matcher.refit()
    after = matcher.score_all(text, kinds=["expertise"])
    assert after == pytest.approx(before, rel=0.05)
    assert max(before, key=before.__getitem__) == max(after, key=after.__getitem__)


def test_documents_that_no_text_can_find_are_named_with_the_reason() -> None:
    silent = [
        document("none"),
        document("dots", "。。。"),
        document("general", "相談の方法"),
        document("numbers", "100", field("12", lang="en")),
    ]
    matcher = Matcher().fit([document("bridge", "橋の点検"), *silent[:2]])
    for late in (*silent[2:], document("weld", "溶接"), document("need", kind="need")):
        matcher.put(late)

    found = {
        ("expertise", "none"): "empty",
        ("expertise", "dots"): "empty",
        ("expertise", "general"): "too_short",
        ("expertise", "numbers"): "too_short",
    }
    assert matcher.bare(kinds=["expertise"]) == found
    matcher.refit()
    assert matcher.bare(kinds=["expertise"]) == found
    assert matcher.bare(kinds=["need"]) == {("need", "need"): "empty"}
    assert Matcher().bare(kinds=["need"]) == {}


def test_the_best_beside_a_document_are_those_of_its_text() -> None:
    query = document("q", "食品工場の排水の処理で、汚泥が多すぎる。", kind="need")
    matcher = Matcher().fit([*offers(), query])
    late = document("late", "橋の点検をドローンで。", kind="need")
    matcher.put(late)

    for asked in (query, late):
        found = matcher.best_beside(asked.key, kinds=["expertise"])
        expected = matcher.best(asked, kinds=["expertise"])
        assert [key for key, _ in found] == [key for key, _ in expected] != []
        assert [s for _, s in found] == pytest.approx([s for _, s in expected])
    with pytest.raises(UnknownDocument):
        matcher.best_beside(("need", "nobody"), kinds=["expertise"])
