from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from web.my.forms.fields import Day, Digits, Keywords, Lines, Words, Yen


@pytest.mark.parametrize(
    ("typed", "yen"),
    [
        ("300000", 300_000),
        ("３００，０００円", 300_000),
        ("¥300,000", 300_000),
        ("30万円", 300_000),
        ("30万5000", 305_000),
        ("1億2,000万円", 120_000_000),
        ("０", 0),
        ("", None),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: str, yen: int | None) -> None:
    assert Yen(required=False).clean(typed) == yen


@pytest.mark.parametrize("typed", ["多め", "30万円くらい", "円", "-5", "1.5万"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        Yen(required=False).clean(typed)


@pytest.mark.parametrize(
    "typed", ["2026-12-01", "2026/12/1", "２０２６年１２月１日", " 2026.12.01 "]
)
def test_days_are_read_as_people_write_them(typed: str) -> None:
    assert Day().clean(typed) == date(2026, 12, 1)


def test_a_day_before_the_earliest_is_refused() -> None:
    box = Day()
    box.begin(date(2026, 12, 2))
    with pytest.raises(ValidationError):
        box.clean("2026-12-01")


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        (Lines(), "・選別\r\n\r\n検査\n選別", ["選別", "検査"]),
        (Keywords(), "選別、画像, 検査；折れ", ["選別", "画像", "検査", "折れ"]),
        (Words(), "一行\r\n二行", "一行\n二行"),
        (Digits(), "７-０００-０１２０", "70000120"),
    ],
)
def test_pasted_text_is_brought_into_one_form(
    field: Any, typed: str, read: Any
) -> None:
    assert field.clean(typed) == read


@pytest.mark.parametrize("typed", ["困\ufffdる", "困\x00る"])
def test_broken_characters_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        Words().clean(typed)
