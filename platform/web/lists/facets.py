"""The conditions a list offers, with the words for their values."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import OrganisationKind
from accounts.models import Municipality, Organisation
from catalogue.enums import NeedKind, NeedState, SectionLevel
from catalogue.models import Industry, ReviewSection, Theme
from catalogue.selectors.visibility import READABLE
from web.lists.asked import VALUE

Labels = Mapping[str, str | Promise]
MOST_OPTIONS = 30

MATURITIES: Labels = {
    "research": _("At the research stage (TRL 1–3)"),
    "trial": _("Can be tried out together (TRL 4–6)"),
    "use": _("Ready or nearly ready for use (TRL 7–9)"),
}
REMOTE: Labels = {"yes": _("Can be used remotely")}


@dataclass(frozen=True)
class Facet:
    """A condition.

    Args:
        name: its name in the address and in the index.
        label: what the reader sees above its values.
        words: gives the values' words, in the order in which they are shown.
        by_count: show the frequent values first instead, and only so many.
    """

    name: str
    label: str | Promise
    words: Callable[[Collection[str]], Labels]
    by_count: bool = False

    def labels(self, values: Collection[str]) -> Labels:
        """Return the words for those of the values that exist."""
        possible = [value for value in values if VALUE.fullmatch(value)]
        return self.words(possible) if possible else {}

    def options(
        self, counts: Mapping[str, int], chosen: Collection[str], labels: Labels
    ) -> list[dict[str, Any]]:
        """Return the values to choose from, as the component takes them."""
        found = [
            {
                "value": value,
                "label": label,
                "count": counts.get(value, 0),
                "selected": value in chosen,
            }
            for value, label in labels.items()
            if counts.get(value) or value in chosen
        ]
        if self.by_count:
            found.sort(
                key=lambda option: (
                    not option["selected"],
                    -counts.get(str(option["value"]), 0),
                )
            )
            found = found[: max(MOST_OPTIONS, len(chosen))]
        return found


def _fixed(labels: Labels) -> Callable[[Collection[str]], Labels]:
    return lambda values: {v: label for v, label in labels.items() if v in values}


def _themes(values: Collection[str]) -> Labels:
    rows = Theme.objects.filter(slug__in=values)
    return {row.slug: str(row.localized("name")) for row in rows}


def _municipalities(values: Collection[str]) -> Labels:
    rows = Municipality.objects.filter(code__in=values)
    return {row.code: str(row.localized("name")) for row in rows}


def _institutions(values: Collection[str]) -> Labels:
    rows = Organisation.objects.filter(public_id__in=values)
    return {row.public_id: str(row.localized("name")) for row in rows}


def _fields(values: Collection[str]) -> Labels:
    rows = ReviewSection.objects.filter(code__in=values, level=SectionLevel.MEDIUM)
    return {row.code: str(row.localized("name")) for row in rows}


def _industries(values: Collection[str]) -> Labels:
    rows = Industry.objects.filter(code__in=values)
    return {row.code: str(row.localized("name")) for row in rows}


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
MATURITY = Facet("maturity", _("How mature it is"), _fixed(MATURITIES))
REMOTELY = Facet("remote", _("Way of use"), _fixed(REMOTE))
ORGANISATION_KIND = Facet(
    "organisation_kind",
    _("Kind of organisation"),
    _fixed(dict(OrganisationKind.choices)),
)
