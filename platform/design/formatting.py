"""Dates, money and passages as people read them, in the active language."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as date_as
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import (
    get_language,
    ngettext,
    pgettext,
)

MAN = 10_000
OKU = 100_000_000


def long_date(value: date | datetime) -> str:
    """Return a date as 2026年11月23日（月） or 23 Nov 2026.

    Args:
        value: a date, or a moment (an aware one is taken in the office's time zone).
    """
    return date_as(_local(value), pgettext("date format", "j M Y"))


def long_moment(value: datetime) -> str:
    """Return a moment as 2026年11月23日（月）9:05 or 23 Nov 2026, 9:05."""
    return date_as(_local(value), pgettext("date format", "j M Y, G:i"))


def until(deadline: date | datetime, today: date | None = None) -> str:
    """Return how many days are left, in words.

    Args:
        deadline: the last day.
        today: the day to count from; the office's own day by default.
    """
    days = (_day(deadline) - (today or timezone.localdate())).days
    if days < 0:
        return pgettext("deadline", "closed")
    if days == 0:
        return pgettext("deadline", "last day today")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {
        "days": number_format(days, force_grouping=True)
    }


def yen(amount: int) -> str:
    """Return an amount in yen: 50万円, 1億2,000万円, 5,500円 or ¥500,000."""
    if not _japanese():
        return f"¥{amount:,}"
    if amount == 0 or amount % MAN:
        return f"{amount:,}円"
    oku, rest = divmod(amount, OKU)
    man = rest // MAN
    return (f"{oku:,}億" if oku else "") + (f"{man:,}万" if man else "") + "円"


def yen_between(low: int | None, high: int | None) -> str:
    """Return a budget range in words; an empty text when neither end is known.

    Args:
        low: least amount in yen, or None. Nothing (0) counts as not known when
            there is a most, so that 0 to 50万円 reads 「50万円まで」.
        high: most in yen, or None.
    """
    if high is None:
        return (
            "" if low is None else pgettext("money", "from %(low)s") % {"low": yen(low)}
        )
    if low == high:
        return yen(high)
    if not low:
        return pgettext("money", "up to %(high)s") % {"high": yen(high)}
    return pgettext("money", "%(low)s–%(high)s") % {
        "low": yen(low),
        "high": yen(high),
    }


def with_marks(text: str, marks: Iterable[Sequence[int]]) -> SafeString:
    """Return escaped text with the marked stretches in ``<mark>``.

    Args:
        text: a sentence as it was written; anything in it is escaped.
        marks: half-open ranges of code points. Ranges that overlap or touch are
            joined; what lies outside the text is left out.
    """
    pieces: list[SafeString] = []
    end = 0
    for start, stop in _joined(marks, len(text)):
        pieces.append(
            format_html("{}<mark>{}</mark>", text[end:start], text[start:stop])
        )
        end = stop
    pieces.append(format_html("{}", text[end:]))
    return mark_safe("".join(pieces))  # every piece is escaped above


def paragraphs(text: str) -> SafeString:
    """Return user text as escaped paragraphs: a blank line parts two of them."""
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            blocks[-1].append(line.rstrip())
        elif blocks[-1]:
            blocks.append([])
    return format_html_join(
        "\n",
        "<p>{}</p>",
        (
            (format_html_join(mark_safe("<br>"), "{}", ((line,) for line in block)),)
            for block in blocks
            if block
        ),
    )


def _joined(marks: Iterable[Sequence[int]], length: int) -> Iterator[tuple[int, int]]:
    start = stop = 0
    for first, last in sorted((max(m[0], 0), min(m[1], length)) for m in marks):
        if first >= last:
            continue
        if first <= stop and stop:
            stop = max(stop, last)
            continue
        if stop:
            yield start, stop
        start, stop = first, last
    if stop:
        yield start, stop


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _day(value: date | datetime) -> date:
    local = _local(value)
    return local.date() if isinstance(local, datetime) else local


def _japanese() -> bool:
    return (get_language() or "").startswith("ja")
