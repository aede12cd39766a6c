import pytest

from matching.passages import dictionary_form, join


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


@pytest.mark.parametrize(
    ("written", "form", "named"),
    [
        ("済ん", "済む", "済む"),
        ("造っ", "作る", "造る"),
        ("つかっ", "使う", "使う"),
        ("くさい", "臭い", "くさい"),
        ("引越し", "引っ越し", "引越し"),
        ("ｻｰﾊﾞｰ", "サーバ", "ｻｰﾊﾞｰ"),
        ("Waters", "water", "Waters"),
        ("三", "3", "三"),
    ],
)
def test_a_word_is_named_as_a_dictionary_has_it(
    written: str, form: str, named: str
) -> None:
    assert dictionary_form(written, form) == named
