import pytest

from matching.details import (
    DETAILS,
    Detail,
    Stated,
    missing_details,
    stated_details,
    telling_questions,
)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("", set()),
        ("困っています。助けてください。", set()),
        ("樹脂が割れる", {"material"}),
        ("溶接がうまくいかない", {"process"}),
        ("一日に３００ｋｇ出る", {"quantity"}),
        ("三十個ほど", {"quantity"}),
        ("不良が5%", {"quantity"}),
        ("3年前の話です", set()),
        ("来年3月末までに", {"deadline"}),
        ("納期が迫る", {"deadline"}),
        ("今まで知らなかった", set()),
        ("防府市で", {"place"}),
        ("牛舎の中", {"place"}),
        ("防府市の工場で、排水の洗浄を月に3トン、来月まで", set(DETAILS)),
        ("We weld steel", {"material", "process"}),
        ("40 boxes by the end of May", {"quantity", "deadline"}),
    ],
)
def test_what_a_text_gives(text: str, given: set[Detail]) -> None:
    assert set(DETAILS) - set(missing_details([text])) == given


def test_several_texts_are_one() -> None:
    assert missing_details(["樹脂の成形", "300kg", "来月まで"]) == ("place",)


def test_what_is_stated_is_named() -> None:
    assert stated_details(["防府市の工場で、ステンレスを月に3トン、納期まで"]) == {
        "material": {"ステンレス"},
        "quantity": {"ト"},
        "deadline": {"deadline"},
        "place": {"工場", "市", "防府市"},
    }


def said(*texts: str) -> list[tuple[Stated, float]]:
    return [(stated_details([text]), 0.1) for text in texts]


def test_the_detail_that_parts_the_candidates_is_asked_first() -> None:
    candidates = said("樹脂の溶接", "木材の溶接", "ガラスの溶接", "紙の切断")
    material, process = telling_questions({}, candidates)
    assert (material.detail, process.detail) == ("material", "process")
    # Four candidates, four answers: which of them is known, in bits.
    assert material.gain == pytest.approx(2.0)
    assert set(material.examples) == {"樹脂", "木材", "ガラス", "紙"}
    assert process.gain == pytest.approx(0.8113, abs=1e-4)


def test_what_all_say_alike_or_nobody_says_is_not_asked() -> None:
    assert telling_questions({}, said("樹脂の溶接", "樹脂の溶接")) == ()
    assert telling_questions({}, said("困っています", "助けて")) == ()
    assert telling_questions({}, said("樹脂の溶接")) == ()
    assert telling_questions({}, []) == ()


def test_what_the_text_says_already_is_not_asked() -> None:
    candidates = said("樹脂の溶接", "木材の切断")
    questions = telling_questions(stated_details(["樹脂の箱"]), candidates)
    assert [question.detail for question in questions] == ["process"]


def test_a_likelier_candidate_counts_more() -> None:
    (first, _), (second, _) = said("樹脂", "木材")
    (even,) = telling_questions({}, [(first, 0.1), (second, 0.1)])
    (uneven,) = telling_questions({}, [(first, 0.1), (second, 0.01)])
    assert even.gain == pytest.approx(1.0)
    assert 0 < uneven.gain < even.gain
