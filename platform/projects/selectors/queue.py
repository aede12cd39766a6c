"""The desk's queue: what waits, for whom, since when, and what comes next."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.models import Municipality, User
from accounts.rules import is_officer, is_secretariat
from accounts.selectors import region
from catalogue.enums import NeedState, OutcomeState
from catalogue.models import Need, Outcome
from curation.enums import IntroductionState
from curation.models import Introduction
from lifecycle import clock
from projects.enums import ProjectState, Waiting
from projects.models import Milestone, Project
from projects.selectors import wording
from projects.selectors.points import (
    Point,
    Thing,
    introductions_points,
    needs_points,
    outcomes_points,
    pairings_points,
    projects_points,
    with_asked_before,
    with_candidates,
    without_candidate,
)
from recommendations.enums import PairingState
from recommendations.models import Pairing

# What the queue can show, in the order of a case.
KINDS = (
    Waiting.READ,
    Waiting.CHOOSE,
    Waiting.ASK,
    Waiting.ANSWER,
    Waiting.TALK,
    Waiting.PREPARE,
    Waiting.MILESTONE,
    Waiting.WRITE,
    Waiting.PUBLISH,
)
LIMIT = 500


@dataclass(frozen=True)
class QueueItem:
    """A row of the queue.

    ``kind`` is a code of ``projects.enums.Waiting`` (``kind_label`` for people),
    ``object`` the need, pairing, introduction, project or outcome it is about.
    """

    what: str
    kind: str
    kind_label: str
    object: Thing
    need: Need | None
    whose_turn: str
    since: datetime
    next_step: str


def queue(
    user: User,
    *,
    kinds: Collection[str] = KINDS,
    municipality: Municipality | None = None,
    limit: int = LIMIT,
) -> list[QueueItem]:
    """Return what waits, the longest waiting first; a fixed number of queries.

    The secretariat sees every case, an officer those of their own municipalities,
    everybody else nothing. Names of anonymous posters are withheld from staff too.

    Args:
        user: somebody of the desk.
        kinds: codes of ``projects.enums.Waiting``; those in ``KINDS`` are shown.
        municipality: only cases of this one.
        limit: how many rows at most, of each kind and altogether.
    """
    if not is_officer(user):
        return []
    scope = _Scope(user, municipality)
    points = [
        point
        for read in (_needs, _pairings, _introductions, _projects, _outcomes)
        for point in read(scope, kinds, limit)
    ]
    points.sort(key=lambda point: point.since)
    office = region().secretariat
    return [
        QueueItem(
            what=_what(point),
            kind=point.kind.value,
            kind_label=str(point.kind.label),
            object=point.thing,
            need=point.need,
            whose_turn=wording.whose_turn(point, user, office),
            since=point.since,
            next_step=wording.next_step(point),
        )
        for point in points[:limit]
    ]


class _Scope:
    """Whose cases somebody of the desk sees."""

    def __init__(self, user: User, municipality: Municipality | None) -> None:
        self.only = None if municipality is None else {municipality.pk}
        if not is_secretariat(user):
            own = set(
                Municipality.objects.filter(
                    sites__organisation__memberships__user=user,
                    sites__organisation__memberships__role=Role.OFFICER,
                ).values_list("pk", flat=True)
            )
            self.only = own if self.only is None else own & self.only

    def of(self, path: str) -> Q:
        """The rule for a model whose municipality stands at ``path``."""
        everything = ~Q(pk__in=[])
        return everything if self.only is None else Q(**{f"{path}__in": self.only})


def _what(point: Point) -> str:
    if isinstance(point.thing, Pairing | Introduction):
        pairing = getattr(point.thing, "pairing", point.thing)
        return str(pairing)
    return str(point.thing)


def _needs(scope: _Scope, kinds: Collection[str], limit: int) -> list[Point]:
    rule = Q(pk__in=[])
    if Waiting.READ in kinds:
        rule |= Q(state=NeedState.SUBMITTED)
    if Waiting.CHOOSE in kinds:
        rule |= without_candidate()
    needs = (
        with_candidates(Need.objects.filter(rule, scope.of("municipality")))
        .select_related("organisation", "municipality")
        .order_by("state_since")
    )
    return needs_points(needs[:limit])


def _pairings(scope: _Scope, kinds: Collection[str], limit: int) -> list[Point]:
    if Waiting.ASK not in kinds:
        return []
    pairings = (
        Pairing.objects.filter(
            scope.of("need__municipality"),
            state=PairingState.SHORTLISTED,
            need__state__in=(NeedState.OPEN, NeedState.IN_DIALOGUE),
        )
        .select_related("need__organisation", "need__municipality", "expertise")
        .order_by("state_since")
    )
    return pairings_points(with_asked_before(pairings)[:limit])


def _introductions(scope: _Scope, kinds: Collection[str], limit: int) -> list[Point]:
    states = {
        Waiting.ANSWER: IntroductionState.ASKED,
        Waiting.TALK: IntroductionState.AGREED,
    }
    wanted = [state for kind, state in states.items() if kind in kinds]
    if not wanted:
        return []
    introductions = (
        Introduction.objects.filter(
            scope.of("pairing__need__municipality"), state__in=wanted
        )
        .with_case()
        .order_by("state_since")
    )
    return introductions_points(list(introductions[:limit]))


def _projects(scope: _Scope, kinds: Collection[str], limit: int) -> list[Point]:
    rule = Q(pk__in=[])
    if Waiting.PREPARE in kinds:
        rule |= Q(state=ProjectState.PREPARING)
    if Waiting.MILESTONE in kinds:
        overdue = Milestone.objects.filter(
            project=OuterRef("pk"), done_on=None, due_on__lt=clock.today()
        )
        rule |= Q(Exists(overdue), state=ProjectState.ACTIVE)
    if Waiting.WRITE in kinds:
        rule |= Q(state=ProjectState.COMPLETED, outcome=None)
    projects = (
        Project.objects.filter(
            rule, scope.of("introduction__pairing__need__municipality")
        )
        .with_sides()
        .prefetch_related("agreements", "milestones")
        .order_by("state_since")
    )
    return projects_points(projects[:limit])


def _outcomes(scope: _Scope, kinds: Collection[str], limit: int) -> list[Point]:
    if Waiting.PUBLISH not in kinds:
        return []
    mine = Q(need__isnull=True) & scope.of("municipality") | scope.of(
        "need__municipality"
    )
    outcomes = (
        Outcome.objects.filter(mine, state=OutcomeState.DRAFT)
        .select_related("need__organisation", "need__municipality", "municipality")
        .order_by("state_since")
    )
    return outcomes_points(outcomes[:limit])
