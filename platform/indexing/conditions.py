"""What a reader may choose, beyond values that stand in documents as they are.

A deadline is chosen as a span from today, and stands in the index as a day. Of a tree
(fields of research, industries) documents carry every level; whoever chooses a branch
below another chosen one means the narrower of the two.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Q

from catalogue.models import Industry, ReviewSection
from lifecycle import clock

DEADLINE = "deadline"
WITHOUT = "none"
SPANS = {"week": 7, "month": 30, "quarter": 90}  # days from today, both included

Filters = Mapping[str, Sequence[str]]
Counts = Mapping[str, Mapping[str, int]]


def as_indexed(filters: Filters) -> dict[str, tuple[str, ...]]:
    """Return chosen values as documents carry them.

    One query for each tree in which two or more values are chosen.
    """
    found = {name: tuple(values) for name, values in filters.items()}
    if DEADLINE in found:
        days = [day for span in found[DEADLINE] for day in _days(span)]
        found[DEADLINE] = tuple(dict.fromkeys(days))
    for name, above in (("field", _above_fields), ("industry", _above_industries)):
        if len(chosen := found.get(name, ())) > 1:
            wider = above(chosen)
            found[name] = tuple(value for value in chosen if value not in wider)
    return found


def as_chosen(counts: Counts, filters: Filters) -> dict[str, Mapping[str, int]]:
    """Return an engine's counts with those of days added up to spans.

    A value that was chosen is among them, with 0 if need be.
    """
    found = dict(counts)
    if DEADLINE in found:
        found[DEADLINE] = _spans(found[DEADLINE], filters.get(DEADLINE, ()))
    for name, values in filters.items():
        if name in found:
            found[name] = {**dict.fromkeys(values, 0), **found[name]}
    return found


def deadline_value(deadline: date | None) -> tuple[str, ...]:
    """Return a deadline as a document carries it."""
    return (deadline.isoformat() if deadline else WITHOUT,)


def _days(span: str) -> list[str]:
    if span not in SPANS:
        return [span]
    today = clock.today()
    return [(today + timedelta(n)).isoformat() for n in range(SPANS[span] + 1)]


def _spans(days: Mapping[str, int], chosen: Sequence[str]) -> dict[str, int]:
    counts = {
        span: sum(days.get(day, 0) for day in _days(span)) for span in (*SPANS, WITHOUT)
    }
    return {span: n for span, n in counts.items() if n or span in chosen}


def _above_fields(codes: Sequence[str]) -> set[str]:
    below = Q(children__code__in=codes) | Q(children__children__code__in=codes)
    rows = ReviewSection.objects.filter(below, code__in=codes)
    return set(rows.values_list("code", flat=True))


def _above_industries(codes: Sequence[str]) -> set[str]:
    below = Q()
    for steps in ("children", "children__children", "children__children__children"):
        below |= Q(**{f"{steps}__code__in": codes})
    rows = Industry.objects.filter(below, code__in=codes)
    return set(rows.values_list("code", flat=True))
