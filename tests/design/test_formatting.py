"""Dates, money, days left and passages, in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from design import formatting

LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])


def rendered(source: str, **context: object) -> str:
    template = Template("{% load design_tags %}" + source)
    return template.render(Context(context))


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ja", "2026年11月23日（月）"), ("en", "23 Nov 2026")],
)
def test_a_date(language, expected):
    with translation.override(language):
        assert rendered("{{ day|jdate }}", day=date(2026, 11, 23)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ja", "2026年11月23日（月） 9:05"), ("en", "23 Nov 2026, 9:05")],
)
def test_a_moment_is_told_in_the_office_s_time_zone(language, expected):
    moment = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)
    with translation.override(language):
        assert rendered("{{ at|jmoment }}", at=moment) == expected


def test_a_late_evening_elsewhere_is_the_next_day_here():
    moment = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    with translation.override("en"):
        assert rendered("{{ at|jdate }}", at=moment) == "23 Nov 2026"


@LANGUAGES
def test_no_date_no_text(language):
    with translation.override(language):
        source = "{{ none|jdate }}{{ none|jmoment }}{{ none|days_left }}{{ none|iso }}"
        assert rendered(source, none=None) == ""


@pytest.mark.parametrize(
    ("language", "deadline", "expected"),
    [
        ("ja", date(2026, 11, 30), "あと7日"),
        ("ja", date(2026, 11, 23), "本日締切"),
        ("ja", date(2026, 11, 22), "締め切りました"),
        ("ja", datetime(2026, 11, 23, 15, 0, tzinfo=UTC), "あと1日"),
        ("en", date(2026, 11, 24), "1 day left"),
        ("en", date(2026, 11, 25), "2 days left"),
        ("en", date(2029, 11, 23), "1,096 days left"),
        ("en", date(2026, 11, 23), "last day today"),
        ("en", date(2026, 11, 22), "closed"),
    ],
)
def test_days_left(language, deadline, expected):
    with translation.override(language):
        source = "{{ deadline|days_left:today }}"
        today = date(2026, 11, 23)
        assert rendered(source, deadline=deadline, today=today) == expected


@pytest.mark.parametrize(
    ("language", "low", "high", "expected"),
    [
        ("ja", 500_000, 1_000_000, "50万円〜100万円"),
        ("ja", None, None, ""),
        ("ja", 0, 500_000, "50万円まで"),
        ("ja", None, 500_000, "50万円まで"),
        ("ja", 500_000, None, "50万円から"),
        ("ja", 500_000, 500_000, "50万円"),
        ("ja", 0, 0, "0円"),
        ("ja", 5_500, 12_345, "5,500円〜12,345円"),
        ("ja", 120_000_000, 300_000_000, "1億2,000万円〜3億円"),
        ("en", 500_000, 1_000_000, "¥500,000–¥1,000,000"),
        ("en", 0, 500_000, "up to ¥500,000"),
        ("en", 500_000, None, "from ¥500,000"),
        ("en", 0, 0, "¥0"),
    ],
)
def test_a_budget(language, low, high, expected):
    with translation.override(language):
        assert rendered("{{ low|yen_range:high }}", low=low, high=high) == expected


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([[0, 2]], "<mark>包装</mark>の水滴"),
        ([[3, 5], [0, 2]], "<mark>包装</mark>の<mark>水滴</mark>"),
        ([[0, 3], [2, 5]], "<mark>包装の水滴</mark>"),
        ([[0, 2], [2, 3]], "<mark>包装の</mark>水滴"),
        ([[1, 2], [0, 5]], "<mark>包装の水滴</mark>"),
        ([[-3, 1], [4, 99]], "<mark>包</mark>装の水<mark>滴</mark>"),
        ([[2, 2], [4, 1], [9, 12]], "包装の水滴"),
        (None, "包装の水滴"),
    ],
)
def test_marks(marks, expected):
    source = "{{ text|marked:marks }}"
    assert rendered(source, text="包装の水滴", marks=marks) == expected


def test_marks_count_code_points():
    text = "𠮷野家の箸"
    assert rendered("{{ t|marked:m }}", t=text, m=[[0, 3]]) == "<mark>𠮷野家</mark>の箸"


HOSTILE = '<script>alert("x")</script> & <mark>'


def test_hostile_text_is_escaped_inside_and_outside_marks():
    assert rendered("{{ t|marked:m }}", t=HOSTILE, m=[[0, 8]]) == (
        "<mark>&lt;script&gt;</mark>alert(&quot;x&quot;)&lt;/script&gt;"
        " &amp; &lt;mark&gt;"
    )


def test_text_marked_safe_elsewhere_is_still_escaped():
    from django.utils.safestring import mark_safe

    assert rendered("{{ t|marked:m }}", t=mark_safe("<b>"), m=[[0, 1]]) == (
        "<mark>&lt;</mark>b&gt;"
    )


@given(
    st.text(alphabet="ab<&>\"'包", max_size=12),
    st.lists(st.tuples(st.integers(-2, 14), st.integers(-2, 14)), max_size=5),
)
def test_marks_never_change_the_text(text, marks):
    from django.utils.html import escape

    html = formatting.with_marks(text, marks)
    assert html.replace("<mark>", "").replace("</mark>", "") == escape(text)


def test_paragraphs():
    text = "一行目\r\n二行目\n\u3000\n\n次の段\n"
    assert rendered("{{ text|plain_paragraphs }}", text=text) == (
        "<p>一行目<br>二行目</p>\n<p>次の段</p>"
    )


def test_paragraphs_are_escaped():
    assert rendered("{{ text|plain_paragraphs }}", text="<b>a</b>\n<i>") == (
        "<p>&lt;b&gt;a&lt;/b&gt;<br>&lt;i&gt;</p>"
    )


@pytest.mark.parametrize("text", ["", None, " \n\u3000\n"])
def test_no_paragraphs_for_no_text(text):
    assert rendered("{{ text|plain_paragraphs }}", text=text) == ""


@LANGUAGES
def test_numbers_have_separators(language):
    with translation.override(language):
        assert rendered("{{ n|grouped }}", n=64110) == "64,110"
