"""Which open needs nobody in the catalogue can answer, by industry and place."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Municipality, User
from catalogue.enums import NeedState, OfferState
from catalogue.models import Industry, Need
from catalogue.selectors.anonymity import public_faces
from matching import Matcher, UnknownDocument
from matching.base import Key
from recommendations.actions.suggestions import not_to_be_asked
from recommendations.engine import engine
from recommendations.enums import OF_THE_TEXT, PairingState
from recommendations.models import Pairing, PairingQuerySet


@dataclass(frozen=True)
class Covered:
    """An open need, the cell of the map it counts in, and whether somebody answers.

    ``industry`` is a top group. Both are ``None`` where the need does not name them,
    and the place also where it would tell who withholds their name.
    """

    need: Need
    industry: Industry | None
    municipality: Municipality | None
    answered: bool


def coverage(needs: QuerySet[Need], reader: User) -> list[Covered]:
    """Return, for those of the needs that are open, whether somebody answers.

    Nobody does where no expertise reaches the floor under which the matcher proposes
    nothing, or only such as was put aside for what it says (`OF_THE_TEXT`). Somebody
    who has no room, a conflict of interest, or is too far away, could answer, and so
    could whoever was put aside because the need is not clear yet, or for a reason that
    is not known. A need that is being closed while this is read is left out.
    """
    rows = list(
        needs.filter(state=NeedState.OPEN)
        .annotate(proposed=Exists(_answering().filter(need=OuterRef("pk"))))
        .select_related(
            "organisation", "municipality", "industry__parent__parent__parent"
        )
        .order_by("-opened_at", "-pk")
        .distinct()
    )
    faces = public_faces(rows, reader)
    aside = _put_aside(rows)
    matcher = engine().current()
    found = []
    for need, face in zip(rows, faces, strict=True):
        try:
            # What was proposed reached the floor; only the others are asked about.
            answered = need.proposed or _is_answered(matcher, need, aside[need.pk])
        except UnknownDocument:
            continue
        found.append(
            Covered(
                need=need,
                industry=face.industry.major if face.industry else None,
                municipality=face.municipality,
                answered=answered,
            )
        )
    return found


class Nearest(StrEnum):
    """Who of the catalogue comes nearest to a need for which nobody is proposed."""

    NOBODY = "nobody"
    """No expertise reaches the floor."""
    BARRED = "barred"
    """Somebody who has no room, or a conflict of interest."""
    FREE = "free"
    """Somebody who was not proposed yet."""


def nearest(need: Need) -> Nearest:
    """Return why nobody is proposed for a need that is matched.

    Side effects: the matcher takes in what changed since it last looked.
    """
    try:
        best = (
            engine()
            .current()
            .best_beside(("need", need.public_id), kinds=["expertise"], limit=1)
        )
    except UnknownDocument:
        return Nearest.NOBODY
    if not best:
        return Nearest.NOBODY
    return Nearest.BARRED if best[0][0] in not_to_be_asked(need) else Nearest.FREE


def _answering() -> PairingQuerySet:
    """Pairings whose offer is still there, and was not put aside."""
    rows = Pairing.objects.exclude(state=PairingState.DISMISSED)
    return rows.filter(expertise__state=OfferState.PUBLISHED)


def _put_aside(needs: Sequence[Need]) -> dict[int, set[Key]]:
    """By need, the offers that were put aside for what they say."""
    found: dict[int, set[Key]] = defaultdict(set)
    rows = Pairing.objects.filter(need__in=needs, state=PairingState.DISMISSED)
    for row in rows.with_reasons().select_related("expertise"):
        if row.reason in OF_THE_TEXT:
            found[row.need_id].add(("expertise", row.expertise.public_id))
    return found


def _is_answered(matcher: Matcher, need: Need, aside: Collection[Key]) -> bool:
    """Ask the matcher. Raises `UnknownDocument` where it has gone meanwhile."""
    found = matcher.best_beside(
        ("need", need.public_id), kinds=["expertise"], limit=len(aside) + 1
    )
    return any(key not in aside for key, _ in found)
