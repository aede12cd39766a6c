"""What the home page shows of the catalogue; respects who reads."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext

from accounts.enums import PartnershipStatus
from accounts.models import Municipality, Organisation, Partnership, User
from catalogue.enums import NeedState
from catalogue.models import Need, Outcome, Theme
from catalogue.selectors.anonymity import public_faces
from catalogue.selectors.visibility import (
    visible_expertise,
    visible_needs,
    visible_outcomes,
)
from design.localized import LocalizedText

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


@dataclass(frozen=True)
class Partners:
    """The institutions a municipality works with, or is about to."""

    municipality: Municipality
    active: list[Organisation]
    arranging: list[Organisation]


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


def latest_needs(user: User | None) -> list[dict[str, Any]]:
    """Return the newest open needs this reader may see, as items of a list.

    A withheld poster is named by the words for it, never by name, and the place is
    left out where it would point at them.
    """
    needs: list[Need] = list(
        visible_needs(user)
        .filter(state=NeedState.OPEN)
        .select_related(
            "organisation", "municipality", "industry__parent__parent__parent"
        )
        .prefetch_related("themes")
        .distinct()
        .order_by("-opened_at", "-pk")[:LATEST_NEEDS]
    )
    faces = public_faces(needs, user)
    return [
        {
            "url": reverse("web:need", args=[need.public_id]),
            "title": need.localized("title"),
            "who": _named(face.organisation) or gettext("Name withheld"),
            "municipality": _named(face.municipality),
            "theme": _first_theme(need),
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
        for theme in Theme.objects.all()
    ]


def partners() -> list[Partners]:
    """Return who works with whom, municipality after municipality."""
    found = {place.pk: Partners(place, [], []) for place in Municipality.objects.all()}
    known = Partnership.objects.exclude(status=PartnershipStatus.UNCONFIRMED)
    for row in known.select_related("institution").order_by("institution__kana", "pk"):
        this = found[row.municipality_id]
        active = row.status == PartnershipStatus.ACTIVE
        (this.active if active else this.arranging).append(row.institution)
    return list(found.values())


def _named(thing: Organisation | Municipality | None) -> LocalizedText | None:
    return thing.localized("name") if thing else None


def _first_theme(need: Need) -> LocalizedText | None:
    found = list(need.themes.all())
    return found[0].localized("name") if found else None
