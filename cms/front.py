"""What the home page shows of the catalogue; respects who reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext, pgettext

from accounts.enums import INSTITUTION_KINDS, PartnershipStatus
from accounts.models import Municipality, Organisation, Partnership, User
from accounts.selectors import region
from catalogue.enums import NeedState
from catalogue.models import Outcome, Theme
from catalogue.selectors.anonymity import PublicFace, public_faces
from catalogue.selectors.visibility import (
    visible_expertise,
    visible_needs,
    visible_outcomes,
)
from design.localized import LocalizedText
from lifecycle.memory import read_once

LATEST_NEEDS = 4
LATEST_OUTCOMES = 3
COUNTS_KEY = "cms.front.counts"
COUNTS_SECONDS = 60


@dataclass(frozen=True)
class Counts:
    """How much there is that anyone may see."""

    needs: int
    expertise: int
    institutions: int
    outcomes: int


def counts() -> Counts:
    """Return what anyone may see, counted at most a minute ago.

    Needs are those that still take answers.
    """
    found: Counts | None = cache.get(COUNTS_KEY)
    if found is None:
        found = Counts(
            needs=visible_needs(None).filter(state=NeedState.OPEN).count(),
            expertise=visible_expertise(None).count(),
            institutions=Organisation.objects.institutions().listed().count(),
            outcomes=visible_outcomes(None).count(),
        )
        cache.set(COUNTS_KEY, found, COUNTS_SECONDS)
    return found


def figures() -> list[dict[str, Any]]:
    """Return the counts as figures that lead to their lists."""
    now = counts()
    still_open = {"state": [NeedState.OPEN.value]}
    institutions = {"organisation_kind": [kind.value for kind in INSTITUTION_KINDS]}
    return [
        {"label": label, "value": value, "url": _narrowed(name, chosen)}
        for label, value, name, chosen in (
            (gettext("Needs open for answers"), now.needs, "web:needs", still_open),
            (gettext("Expertise on offer"), now.expertise, "web:expertise_list", {}),
            (
                pgettext("front", "Institutions"),
                now.institutions,
                "web:organisations",
                institutions,
            ),
            (gettext("Results published"), now.outcomes, "web:outcomes", {}),
        )
    ]


def _narrowed(name: str, chosen: Mapping[str, Sequence[str]]) -> str:
    """Return the address of a list of the catalogue under these conditions."""
    query = urlencode(chosen, doseq=True)
    return f"{reverse(name)}?{query}" if query else reverse(name)


def doors() -> list[dict[str, str]]:
    """Return the two ways in: ask, or look around."""
    return [
        {
            "url": reverse("web:ask"),
            "title": gettext("Ask about a problem"),
            "text": gettext(
                "Apply for help. The office in charge reads it and looks for someone "
                "who can answer."
            ),
            "icon": "chat-bubble-left-right",
        },
        {
            "url": reverse("web:expertise_list"),
            "title": gettext("Look for expertise"),
            "text": gettext(
                "Research, techniques and services on offer, by field and place."
            ),
            "icon": "light-bulb",
        },
    ]


def latest_needs(user: User | None) -> list[dict[str, Any]]:
    """Return the newest open needs this reader may see, as items of a list.

    A withheld poster is named by the words for it, never by name, and where the place
    would point at them only the area is told.
    """
    needs: list[Any] = list(
        visible_needs(user)
        .filter(state=NeedState.OPEN)
        .select_related(
            "organisation", "municipality", "industry__parent__parent__parent"
        )
        .annotate(first_theme=Subquery(_first_theme()))
        .distinct()
        .order_by("-opened_at", "-pk")[:LATEST_NEEDS]
    )
    faces = public_faces(needs, user)
    names = {theme.pk: theme.localized("name") for theme in _themes()}
    return [
        {
            "url": reverse("web:need", args=[need.public_id]),
            "title": need.localized("title"),
            "who": _named(face.organisation) or gettext("Name withheld"),
            "municipality": _place(face),
            "theme": names.get(need.first_theme),
            "deadline": need.deadline,
            "line": need.localized("summary"),
        }
        for need, face in zip(needs, faces, strict=True)
    ]


def latest_outcomes(user: User | None) -> list[dict[str, Any]]:
    """Return the newest published results, as items of a list."""
    outcomes: list[Outcome] = list(
        visible_outcomes(user)
        .filter(published_at__isnull=False)
        .select_related("municipality")
        .order_by("-published_at", "-pk")[:LATEST_OUTCOMES]
    )
    return [
        {
            "url": reverse("web:outcome", args=[outcome.public_id]),
            "title": outcome.localized("title"),
            "municipality": _named(outcome.municipality),
            "line": outcome.localized("summary"),
        }
        for outcome in outcomes
    ]


def themes() -> list[dict[str, Any]]:
    """Return the region's themes."""
    return [
        {
            "number": theme.number,
            "url": reverse("web:theme", args=[theme.slug]),
            "name": theme.localized("name"),
            "summary": theme.localized("summary"),
        }
        for theme in _themes()
    ]


def partners() -> dict[str, Any]:
    """Return who works with whom, for a table: head, rows, text.

    A municipality without a partnership that is known has no row, and a status that
    no pair has no column.
    """
    known = (
        Partnership.objects.exclude(status=PartnershipStatus.UNCONFIRMED)
        .select_related("municipality", "institution")
        .order_by("municipality__order", "institution__kana", "pk")
    )
    names: dict[str, dict[str, list[str]]] = {}
    numbers = {PartnershipStatus.ACTIVE: 0, PartnershipStatus.ARRANGING: 0}
    for row in known:
        status = PartnershipStatus(row.status)
        numbers[status] += 1
        place = names.setdefault(str(row.municipality.localized("name")), {})
        place.setdefault(status, []).append(str(row.institution.localized("name")))
    shown = [status for status, number in numbers.items() if number]
    return {
        "text": _partnerships_in_words(*numbers.values()),
        "head": [pgettext("column", "Where"), *(status.label for status in shown)],
        "rows": [
            [place, *(_joined(found.get(status, [])) for status in shown)]
            for place, found in names.items()
        ],
    }


def _partnerships_in_words(active: int, arranging: int) -> str:
    if not active and not arranging:
        return gettext(
            "Municipalities and institutions form partnerships one to one. None has "
            "been confirmed yet."
        )
    sentence = gettext(
        "Municipalities and institutions form partnerships one to one. In place: "
        "%(active)s. Being arranged: %(arranging)s. All others are not confirmed."
    )
    return sentence % {"active": active, "arranging": arranging}


def _joined(names: list[str]) -> str:
    return pgettext("between names", ", ").join(names) or "–"


def _named(thing: Organisation | Municipality | None) -> LocalizedText | None:
    return thing.localized("name") if thing else None


def _place(face: PublicFace) -> LocalizedText | str | None:
    if face.withheld and face.municipality is None:
        return gettext("Within %(area)s") % {"area": region().localized("area")}
    return _named(face.municipality)


@read_once
def _themes() -> list[Theme]:
    return list(Theme.objects.all())


def _first_theme() -> QuerySet[Theme, int]:
    """The primary key of a need's first theme, as a subquery of needs."""
    return Theme.objects.filter(needs=OuterRef("pk")).values_list("pk", flat=True)[:1]
