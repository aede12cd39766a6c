"""A question without one of its words, and written again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.parsing import parse
from search.rewording import parts, without_each, written


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ごみ 捨てる", [("ごみ", "捨てる"), ("捨てる", "ごみ")]),
        ("「草 刈り」 ごみ", [("「草 刈り」", "ごみ"), ("ごみ", "「草 刈り」")]),
        ("雑草 -庭", [("-庭", "雑草")]),
        ("-雑草 -庭", []),
        ("雑草 OR 草 庭", [("雑草 OR 草", "庭"), ("庭", "雑草 OR 草")]),
        ("食品の乾燥", [("食品", "乾燥"), ("乾燥", "食品")]),
        ("雑草", []),
        ("", []),
        ("「草刈り」", []),
    ],
)
def test_every_part_can_be_left_out(text, left):
    assert without_each(text) == left


@given(st.text(alphabet='草 a-"「」『』()|ORNOT*\x00', max_size=40))
def test_what_is_written_again_is_read_the_same(text):
    assert parse(written(parts(text))) == parse(text)
