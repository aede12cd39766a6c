"""The conditions a list offers, with the words for their values."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import OrganisationKind
from accounts.models import Municipality, Organisation
from catalogue.enums import NeedKind, NeedState
from catalogue.models import Industry, ReviewSection, Theme
from catalogue.selectors.visibility import READABLE
from web.lists.asked import VALUE

Label = str | Promise
Labels = Mapping[str, Label]
MOST_OPTIONS = 30

KINDS: Labels = {
    "need": _("Needs"),
    "expertise": _("Expertise"),
    "researcher": _("Researchers"),
    "organisation": _("Organisations"),
    "facility": _("Facilities"),
    "outcome": _("Results"),
    "page": _("News and pages"),
}
DEADLINES: Labels = {
    "week": _("Within 7 days"),
    "month": _("Within 30 days"),
    "quarter": _("Within 90 days"),
    "none": _("No deadline"),
}

MATURITIES: Labels = {
    "research": _("At the research stage (TRL 1–3)"),
    "trial": _("Can be tried out together (TRL 4–6)"),
    "use": _("Ready or nearly ready for use (TRL 7–9)"),
}
REMOTE: Labels = {"yes": _("Can be used remotely")}


@dataclass(frozen=True)
class Value:
    """A value of a condition: its word, and in a tree the values right above it."""

    label: Label
    above: tuple[str, ...] = ()


Values = Mapping[str, Value]


@dataclass(frozen=True)
class Facet:
    """A condition.

    Args:
        name: its name in the address and in the index.
        label: what the reader sees above its values.
        words: looks its values up, in the order in which they are shown.
        by_count: show the frequent values first instead, and only so many.
    """

    name: str
    label: Label
    words: Callable[[Collection[str]], Values]
    by_count: bool = False

    def values(self, values: Collection[str]) -> Values:
        """Return those of the values that exist."""
        possible = [value for value in values if VALUE.fullmatch(value)]
        return self.words(possible) if possible else {}

    def options(
        self, counts: Mapping[str, int], chosen: Collection[str], values: Values
    ) -> list[dict[str, Any]]:
        """Return the values to choose from, as the component takes them.

        Of a tree the branches below a chosen value are shown, and those that lead to
        one; every other branch is closed.
        """
        shown = {v: its for v, its in values.items() if counts.get(v) or v in chosen}
        opened = _with_all_above(chosen, shown)

        def level(above: str | None, depth: int) -> Iterator[dict[str, Any]]:
            names = [v for v, its in shown.items() if _stands(its, above, shown)]
            for value in self._ordered(names, counts, opened):
                yield {
                    "value": value,
                    "label": shown[value].label,
                    "count": counts.get(value, 0),
                    "selected": value in chosen,
                    "level": depth,
                }
                if value in opened:
                    yield from level(value, depth + 1)

        # A section may stand under several others: it is offered once.
        return list({o["value"]: o for o in level(None, 1)}.values())

    def _ordered(
        self, names: list[str], counts: Mapping[str, int], opened: Collection[str]
    ) -> list[str]:
        if not self.by_count:
            return names
        names = sorted(names, key=lambda v: (v not in opened, -counts.get(v, 0)))
        return names[: max(MOST_OPTIONS, sum(v in opened for v in names))]


def _stands(value: Value, above: str | None, shown: Values) -> bool:
    """Return whether a value stands right below another, or at the top for None."""
    if above is None:
        return not any(v in shown for v in value.above)
    return above in value.above


def _with_all_above(chosen: Collection[str], values: Values) -> set[str]:
    found: set[str] = set()
    waiting = [value for value in chosen if value in values]
    while waiting:
        value = waiting.pop()
        if value not in found:
            found.add(value)
            waiting += [above for above in values[value].above if above in values]
    return found


def _fixed(labels: Labels) -> Callable[[Collection[str]], Values]:
    return lambda values: {v: Value(word) for v, word in labels.items() if v in values}


def _themes(values: Collection[str]) -> Values:
    rows = Theme.objects.filter(slug__in=values)
    return {row.slug: Value(str(row.localized("name"))) for row in rows}


def _municipalities(values: Collection[str]) -> Values:
    rows = Municipality.objects.filter(code__in=values)
    return {row.code: Value(str(row.localized("name"))) for row in rows}


def _institutions(values: Collection[str]) -> Values:
    rows = Organisation.objects.filter(public_id__in=values)
    return {row.public_id: Value(str(row.localized("name"))) for row in rows}


def _fields(values: Collection[str]) -> Values:
    rows = ReviewSection.objects.filter(code__in=values)
    found: dict[str, Value] = {}
    # One row for each section above: several for some sections, none at the top.
    for row in rows.annotate(above=F("parents__code")):
        known = found.get(row.code, Value(str(row.localized("name")))).above
        more = (row.above,) if row.above else ()
        found[row.code] = Value(str(row.localized("name")), (*known, *more))
    return found


def _industries(values: Collection[str]) -> Values:
    rows = Industry.objects.filter(code__in=values).select_related("parent")
    return {
        row.code: Value(
            str(row.localized("name")), (row.parent.code,) if row.parent else ()
        )
        for row in rows
    }


KIND = Facet("kind", _("Kind"), _fixed(KINDS))
THEME = Facet("theme", _("Theme"), _themes)
MUNICIPALITY = Facet("municipality", pgettext_lazy("facet", "Place"), _municipalities)
INSTITUTION = Facet("institution", _("Who offers it"), _institutions, by_count=True)
WORKPLACE = Facet("institution", _("Institution"), _institutions, by_count=True)
FIELD = Facet("field", _("Field of research"), _fields, by_count=True)
INDUSTRY = Facet("industry", _("Industry"), _industries)
HELP = Facet("help", _("Help wanted"), _fixed(dict(NeedKind.choices)))
STATE = Facet(
    "state", _("Stage"), _fixed({state: NeedState(state).label for state in READABLE})
)
DEADLINE = Facet("deadline", _("Deadline"), _fixed(DEADLINES))
MATURITY = Facet("maturity", _("How mature it is"), _fixed(MATURITIES))
REMOTELY = Facet("remote", _("Way of use"), _fixed(REMOTE))
ORGANISATION_KIND = Facet(
    "organisation_kind",
    _("Kind of organisation"),
    _fixed(dict(OrganisationKind.choices)),
)
