"""The desk's queue: what waits, for whom, since when, and what comes next."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Value

from accounts.enums import Role
from accounts.models import Municipality, User
from accounts.rules import is_officer, is_secretariat
from accounts.selectors import region
from catalogue.enums import NeedState, OutcomeState
from catalogue.models import Need, Outcome
from curation.enums import AnswerState, IntroductionState
from curation.models import Introduction, IntroductionQuerySet, Party
from lifecycle import clock
from projects.enums import ProjectState, Waiting
from projects.models import Milestone, Project, ProjectQuerySet
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
# What each kind of row is about, and where the municipality of a case stands.
MODELS: dict[Waiting, type[Model]] = {
    Waiting.READ: Need,
    Waiting.CHOOSE: Need,
    Waiting.ASK: Pairing,
    Waiting.ANSWER: Introduction,
    Waiting.TALK: Introduction,
    Waiting.PREPARE: Project,
    Waiting.MILESTONE: Project,
    Waiting.WRITE: Project,
    Waiting.PUBLISH: Outcome,
}
_PLACES: dict[type[Model], str] = {
    Need: "municipality",
    Pairing: "need__municipality",
    Introduction: "pairing__need__municipality",
    Project: "introduction__pairing__need__municipality",
    Outcome: "need__municipality",
}


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


def waiting_counts(user: User) -> dict[str, int]:
    """Return how many rows of each kind stand in somebody's queue; one query."""
    if not is_officer(user):
        return {}
    scope = _Scope(user, None)
    counted = [
        (Waiting.ANSWER, _unanswered(scope))
        if kind == Waiting.ANSWER
        else (kind, _rows(MODELS[kind], scope, [kind]))
        for kind in KINDS
    ]
    first, *others = [
        rows.order_by()
        .annotate(waits=Value(kind.value))
        .values_list("waits")
        .annotate(Count("pk", distinct=True))
        for kind, rows in counted
    ]
    return dict(first.union(*others, all=True))


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

    def of(self, model: type[Model]) -> Q:
        """The rule for rows of ``model``."""
        if self.only is None:
            return ~Q(pk__in=[])
        rule = Q(**{f"{_PLACES[model]}__in": self.only})
        if model is Outcome:
            return rule | Q(need__isnull=True, municipality__in=self.only)
        return rule


def _what(point: Point) -> str:
    if isinstance(point.thing, Pairing | Introduction):
        pairing = getattr(point.thing, "pairing", point.thing)
        return str(pairing)
    return str(point.thing)


def _rows(model: type[Model], scope: _Scope, kinds: Collection[str]) -> Any:
    """Return what waits of one model, in no order; no query where nothing is asked."""
    rule = Q(pk__in=[])
    for kind in KINDS:
        if kind in kinds and MODELS[kind] is model:
            rule |= _rule(kind)
    return model._default_manager.filter(rule, scope.of(model))


def _rule(kind: Waiting) -> Q:
    overdue = Milestone.objects.filter(
        project=OuterRef("pk"), done_on=None, due_on__lt=clock.today()
    )
    return {
        Waiting.READ: Q(state=NeedState.SUBMITTED),
        Waiting.CHOOSE: without_candidate(),
        Waiting.ASK: Q(
            state=PairingState.SHORTLISTED,
            need__state__in=(NeedState.OPEN, NeedState.IN_DIALOGUE),
        ),
        Waiting.ANSWER: Q(state=IntroductionState.ASKED),
        Waiting.TALK: Q(state=IntroductionState.AGREED),
        Waiting.PREPARE: Q(state=ProjectState.PREPARING),
        Waiting.MILESTONE: Q(Exists(overdue), state=ProjectState.ACTIVE),
        Waiting.WRITE: Q(state=ProjectState.COMPLETED, outcome=None),
        Waiting.PUBLISH: Q(state=OutcomeState.DRAFT),
    }[kind]


def _unanswered(scope: _Scope) -> QuerySet[Party]:
    """The sides that were asked: each is a row of its own."""
    asked = _rows(Introduction, scope, [Waiting.ANSWER])
    return Party.objects.filter(state=AnswerState.WAITING, introduction__in=asked)


def _needs(scope: _Scope, kinds: Collection[str], limit: int) -> list[Point]:
    needs = (
        with_candidates(_rows(Need, scope, kinds))
        .select_related("organisation", "municipality")
        .order_by("state_since")
    )
    return needs_points(needs[:limit])


def _pairings(scope: _Scope, kinds: Collection[str], limit: int) -> list[Point]:
    pairings = (
        with_asked_before(_rows(Pairing, scope, kinds))
        .select_related("need__organisation", "need__municipality", "expertise")
        .order_by("state_since")
    )
    return pairings_points(pairings[:limit])


def _introductions(scope: _Scope, kinds: Collection[str], limit: int) -> list[Point]:
    rows: IntroductionQuerySet = _rows(Introduction, scope, kinds)
    asked = rows.with_case().order_by("state_since")
    return introductions_points(list(asked[:limit]))


def _projects(scope: _Scope, kinds: Collection[str], limit: int) -> list[Point]:
    rows: ProjectQuerySet = _rows(Project, scope, kinds)
    projects = (
        rows.with_sides()
        .prefetch_related("agreements", "milestones")
        .order_by("state_since")
    )
    return projects_points(projects[:limit])


def _outcomes(scope: _Scope, kinds: Collection[str], limit: int) -> list[Point]:
    outcomes = (
        _rows(Outcome, scope, kinds)
        .select_related("need__organisation", "need__municipality", "municipality")
        .order_by("state_since")
    )
    return outcomes_points(outcomes[:limit])
