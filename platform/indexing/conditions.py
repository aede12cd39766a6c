"""What a reader may choose: the values there are, and how documents carry them.

A deadline is chosen as a span from today, and stands in the index as a day. Of a tree
(fields of research, industries) documents carry every level; whoever chooses a branch
below another chosen one means the narrower of the two.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Model, Q

from accounts.enums import OrganisationKind
from accounts.models import Municipality, Organisation
from catalogue.enums import NeedKind
from catalogue.models import Industry, ReviewSection, Theme
from catalogue.selectors.visibility import READABLE
from lifecycle import clock

DEADLINE = "deadline"
WITHOUT = "none"
SPANS = {"week": 7, "month": 30, "quarter": 90}  # days from today, both included
MATURITIES = {"research": 3, "trial": 6, "use": 9}  # the highest TRL of each

# What may be chosen of each facet: a closed list, or what stands in a table.
LISTS: Mapping[str, tuple[str, ...]] = {
    DEADLINE: (*SPANS, WITHOUT),
    "help": tuple(NeedKind.values),
    "maturity": tuple(MATURITIES),
    "organisation_kind": tuple(OrganisationKind.values),
    "remote": ("yes",),
    "state": READABLE,
}
TABLES: Mapping[str, tuple[type[Model], str]] = {
    "field": (ReviewSection, "code"),
    "industry": (Industry, "code"),
    "institution": (Organisation, "public_id"),
    "municipality": (Municipality, "code"),
    "theme": (Theme, "slug"),
}

Filters = Mapping[str, Sequence[str]]
Counts = Mapping[str, Mapping[str, int]]


def existing(name: str, values: Collection[str]) -> frozenset[str]:
    """Return those values of a facet that there are, whether or not entries have them.

    Args:
        name: a facet of ``LISTS`` or ``TABLES``.
        values: what was chosen, of any form.
    """
    if name in LISTS:
        return frozenset(values) & frozenset(LISTS[name])
    model, column = TABLES[name]
    possible = [value for value in values if "\x00" not in value]
    rows = model._default_manager.filter(**{f"{column}__in": possible})
    return frozenset(rows.values_list(column, flat=True))


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


def maturity_value(level: int | None) -> tuple[str, ...]:
    """Return a technology readiness level as a document carries it."""
    if level is None:
        return ()
    return (next(name for name, most in MATURITIES.items() if level <= most),)


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
