import pytest

from matching.details import DETAILS, Detail, missing_details


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
