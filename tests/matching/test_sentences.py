import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.sentences import MAX_SENTENCE, split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n ", []),
        ("樹脂が割れる。直したい!", ["樹脂が割れる。", "直したい!"]),
        ("「割れる。」と言われた。", ["「割れる。」と言われた。"]),
        ("「割れる。」困った。", ["「割れる。」", "困った。"]),
        ("見出し\n・一つ\n・二つ", ["見出し", "・一つ", "・二つ"]),
        (
            "We make PM2.5 masks. They leak at 0.3 mm. Why?",
            ["We make PM2.5 masks.", "They leak at 0.3 mm.", "Why?"],
        ),
        ("It cost 300. Then 400.", ["It cost 300.", "Then 400."]),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_long_sentence_is_cut_at_a_clause() -> None:
    clause = "あ" * 149 + "、"
    assert sentences(clause * 5) == [clause * 2, clause * 2, clause]


def test_without_a_clause_it_is_cut_anywhere() -> None:
    assert [len(s) for s in sentences("あ" * 1000)] == [400, 400, 200]


@given(st.text(alphabet="あ漢a1。.、 \n「」!", max_size=1200))
def test_sentences_are_short_in_order_and_leave_out_nothing_but_space(
    text: str,
) -> None:
    spans = split_sentences(text)
    assert all(0 < b - a <= MAX_SENTENCE for a, b in spans)
    assert [p for span in spans for p in span] == sorted(p for s in spans for p in s)
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()) == "".join(text.split())
