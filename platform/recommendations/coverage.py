"""Which open needs nobody in the catalogue can answer, by industry and place."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Municipality, User
from catalogue.models import Industry, Need
from catalogue.selectors.anonymity import public_faces
from recommendations.documents import MATCHED_NEEDS
from recommendations.engine import engine
from recommendations.models import Pairing


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
    """Return, for those of the needs that are matched, whether somebody answers.

    Nobody does where no expertise reaches the floor under which the matcher proposes
    nothing. Somebody who has no room, or a conflict of interest, could answer.
    """
    proposed = Pairing.objects.filter(need=OuterRef("pk"))
    rows = list(
        needs.filter(state__in=MATCHED_NEEDS)
        .annotate(proposed=Exists(proposed))
        .select_related(
            "organisation", "municipality", "industry__parent__parent__parent"
        )
        .order_by("-opened_at", "-pk")
        .distinct()
    )
    faces = public_faces(rows, reader)
    matcher = engine().current()
    return [
        Covered(
            need=need,
            industry=face.industry.major if face.industry else None,
            municipality=face.municipality,
            # What was proposed reached the floor; only the others are asked about.
            answered=need.proposed
            or bool(
                matcher.best_beside(
                    ("need", need.public_id), kinds=["expertise"], limit=1
                )
            ),
        )
        for need, face in zip(rows, faces, strict=True)
    ]
