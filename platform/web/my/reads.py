"""Reads of my page: what is mine, and what waits for me."""

from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from accounts.enums import Role
from accounts.models import Municipality, Organisation, User
from catalogue.enums import NeedState, OfferState, Visibility
from catalogue.models import Expertise, Need, Researcher
from recommendations.models import Pairing


def my_needs(user: User) -> QuerySet[Need]:
    """Return the needs that ``user`` posts, as ``catalogue.rules.works_for_poster``."""
    return Need.objects.filter(
        Q(created_by=user) | Q(organisation__in=list(user.organisation_roles))
    )


def need_with_themes(public_id: str) -> tuple[Need, list[str]] | None:
    """Return a need with all its page shows, and the names of its themes.

    One query: a row for each theme, or a single one.
    """
    lang = (get_language() or "ja")[:2]
    rows = (
        Need.objects.filter(public_id=public_id)
        .select_related(
            "organisation", "municipality", "industry__parent__parent__parent", "visit"
        )
        .annotate(theme=F(f"themes__name_{lang}"))
        .order_by("themes__number")
    )
    found = list(rows)
    if not found:
        return None
    return found[0], [row.theme for row in found if row.theme]


def my_expertise(user: User) -> QuerySet[Expertise]:
    """Return the expertise that ``user`` keeps, as ``catalogue.rules.owns_offer``."""
    somebodys = Q(researcher__user__isnull=False)
    own = Q(researcher__user=user) | Q(created_by=user)
    shared = Q(organisation__in=list(user.organisation_roles)) & ~somebodys
    return Expertise.objects.filter(own | shared)


def checked_by(user: User) -> list[int]:
    """Return the institutions whose offers ``user`` checks, by primary key."""
    roles = user.organisation_roles
    return [pk for pk, role in roles.items() if role == Role.LIAISON]


def to_check(user: User) -> QuerySet[Expertise]:
    """Return the expertise that waits for this liaison office, the oldest first."""
    return (
        Expertise.objects.filter(
            state=OfferState.SUBMITTED, organisation__in=checked_by(user)
        )
        .select_related("organisation", "researcher", "created_by")
        .order_by("state_since", "pk")
    )


def my_organisations(user: User) -> list[Organisation]:
    """Return the organisations that ``user`` belongs to."""
    return list(Organisation.objects.filter(pk__in=list(user.organisation_roles)))


def home_municipality(user: User) -> Municipality | None:
    """Return where the organisations of ``user`` are, if one can say."""
    return (
        Municipality.objects.filter(
            sites__organisation__in=list(user.organisation_roles)
        )
        .order_by("sites__pk")
        .first()
    )


def researcher_of(user: User) -> Researcher | None:
    """Return the researcher that ``user`` is, with the places of work."""
    return (
        Researcher.objects.filter(user=user)
        .prefetch_related("affiliations__organisation")
        .first()
    )


def proposed_for(need: Need, most: int) -> list[Pairing]:
    """Return the candidates that a need's poster may see, best first.

    What the secretariat put aside is left out, and so is what is offered no longer.
    """
    return list(
        Pairing.objects.filter(need=need, expertise__state=OfferState.PUBLISHED)
        .exclude(state="dismissed")
        .select_related("need", "expertise__organisation", "expertise__researcher")
        .best_first()[:most]
    )


def fitting_needs(user: User, most: int) -> list[Pairing]:
    """Return open needs for anybody's eyes that the expertise of ``user`` may answer.

    One query, for an overview; ``recommendations.selectors.suggestions_for`` looks
    closely, and at what only members may see.
    """
    mine = my_expertise(user).filter(state=OfferState.PUBLISHED)
    return list(
        Pairing.objects.suggested()
        .filter(
            expertise__in=mine,
            need__state=NeedState.OPEN,
            need__visibility=Visibility.PUBLIC,
        )
        .exclude(need__organisation__in=list(user.organisation_roles))
        .select_related("need", "expertise")
        .best_first()[:most]
    )
