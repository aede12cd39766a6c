import pytest

from matching import Matcher, UnknownDocument, WhyNot
from matching.why_not import near_words
from tests.factories.matching import document, field, offers


def why_not(need: str, *text: str) -> WhyNot:
    offer = document("x", *text)
    return Matcher().fit([offer, *offers()]).why_not(need, "expertise", "x")


def test_what_the_text_says_and_the_document_does_not() -> None:
    found = why_not("汚泥のにおいと排水処理に困る", "工場の排水のにおいを測る")
    assert {term.term for term in found.shared} == {"排水", "におい"}
    assert {lack.term for lack in found.lacks} == {"汚泥", "処理"}
    weights = [lack.weight for lack in found.lacks]
    assert weights == sorted(weights, reverse=True)
    assert 0 < sum(weights) < 1


def test_neighbours_that_are_both_lacking_are_one_term() -> None:
    offer = document("x", "陶器の釉薬")
    found = Matcher().fit([offer, *offers()]).why_not("排水処理", "expertise", "x")
    assert [lack.term for lack in found.lacks] == ["排水処理"]


def test_a_word_that_is_written_much_alike_is_told() -> None:
    offer, other = document("x", "汚泥の重さ"), document("y", "泥")
    matcher = Matcher().fit([offer, other, *offers()])
    found = matcher.why_not("泥を減らす。柑橘も。", "expertise", "x")
    near = {lack.term: lack.near for lack in found.lacks}
    assert near["泥"] == ("汚泥",)
    assert near["柑橘"] == ()


@pytest.mark.parametrize(
    ("term", "words", "near"),
    [
        ("泥", ["汚泥", "道路", "泥"], ("汚泥",)),
        ("修理", ["修繕", "理科"], ()),
        ("見守る", ["見回る", "守る"], ("守る",)),
        ("pollinating", ["pollination", "pole"], ("pollination",)),
        ("weld", ["well"], ()),
    ],
)
def test_near_words(term: str, words: list[str], near: tuple[str, ...]) -> None:
    assert near_words(term, words) == near


def test_place_and_band_are_those_of_the_answer() -> None:
    matcher = Matcher().fit(offers())
    need = "ドローンで橋の点検"
    best = matcher.match(need, kinds=["expertise"]).matches[0]
    found = matcher.why_not(need, best.kind, best.id)
    assert (found.rank, found.band) == (1, best.band)
    assert found.score == pytest.approx(best.score)
    nothing = matcher.why_not(need, "expertise", "care")
    assert (nothing.rank, nothing.band, nothing.shared) == (None, None, ())
    assert nothing.score == 0


def test_across_languages_the_words_of_the_text_are_lacking() -> None:
    offer = document("x", field("CFRP panels", lang="en"))
    found = Matcher().fit([offer]).why_not("CFRPの修理", "expertise", "x")
    assert [term.term for term in found.shared] == ["CFRP"]


def test_an_unknown_document_is_named() -> None:
    with pytest.raises(UnknownDocument):
        Matcher().why_not("橋", "expertise", "x")


def test_numbers_and_words_that_fit_anything_are_not_listed_as_shared() -> None:
    offer = document("o", "3年の経験があり、新しい方法で排水を100回測る。")
    matcher = Matcher().fit([offer, document("x", "橋の点検")])

    found = matcher.why_not("3年前から排水の方法に困る。100回。", "expertise", "o")

    assert [term.term for term in found.shared] == ["排水"]
