import pytest

from matching import (
    MAX_LENGTH,
    Document,
    Field,
    Matcher,
    MatchingError,
    TextTooLong,
    UnknownLanguage,
)
from tests.factories.matching import document, offers


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher().fit(offers())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("橋", "bridge"),
        ("橋😀の👨‍👩‍👧点検", "bridge"),
        ("<p>橋の<b>点検</b></p><script>alert('橋')</script>", "bridge"),
        ("橋'; DROP TABLE needs; -- 点検", "bridge"),
        ("ﾄﾞﾛｰﾝ", "bridge"),
        ("橋梁２０２６年", "bridge"),
        ("\u202e橋\u202cの\u200f点検", "bridge"),
        ("橋\x00の\x00点検", "bridge"),
        ("橋\ud83dの\udc00点検", "bridge"),
        ("橋\ufffdの点検", "bridge"),
        ("橋の点検" * 12_000, "bridge"),
        ("橋" * MAX_LENGTH, "bridge"),
        ("drone " * 8_000, "bridge"),
        ("ドローン\n" * 9_000, "bridge"),
    ],
)
def test_odd_texts_are_answered(matcher: Matcher, text: str, found: str) -> None:
    matches = matcher.match(text, kinds=["expertise"]).matches
    assert matches[0].id == found
    for pair in matches[0].evidence.pairs:
        assert pair.left.sentence in text
        assert all(end <= len(pair.left.sentence) for _, end in pair.left.marks)


@pytest.mark.parametrize("text", ["مرحبا بالعالم", "שלום", "안녕하세요", "नमस्ते", "𓀀𓀁"])
def test_unseen_scripts_are_met_with_silence(matcher: Matcher, text: str) -> None:
    silence = matcher.match(text, kinds=["expertise"]).silence
    assert silence is not None
    assert silence.reason == "no_known_words"


def test_one_character_too_many(matcher: Matcher) -> None:
    text = "橋" * (MAX_LENGTH + 1)
    with pytest.raises(TextTooLong) as caught:
        matcher.match(text, kinds=["expertise"])
    assert caught.value.data == {"length": 50_001, "limit": 50_000}
    assert str(caught.value) == "text_too_long: length=50001, limit=50000"
    with pytest.raises(TextTooLong):
        Field("text", "ja", text)


def test_an_unknown_language() -> None:
    with pytest.raises(UnknownLanguage):
        Field("text", "fr", "pont")  # type: ignore[arg-type]


def test_an_error_without_facts_is_its_code() -> None:
    assert str(MatchingError()) == "matching_error"


def test_a_catalogue_of_odd_texts() -> None:
    odd = ["", "😀", "相談", "\x00", "橋" * 5_000, "100", "a", "مرحبا"]
    documents = [document(str(n), text) for n, text in enumerate(odd)]
    found = Matcher().fit([*documents, *offers()]).match("橋", kinds=["expertise"])
    assert {match.id for match in found.matches} >= {"4", "bridge"}


def test_a_document_with_no_field_in_any_language() -> None:
    matcher = Matcher().fit([Document("a", "expertise", ()), *offers()])
    assert ("expertise", "a") in matcher
    assert matcher.match(Document("q", "need", ()), kinds=["expertise"]).matches == ()
    matcher.put(Document("a", "expertise", ()))
    matcher.remove("expertise", "a")
    assert len(matcher) == 6
