"""What a case waits for at present: facts, not yet words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import make_aware

from catalogue.enums import NeedState, OutcomeState
from catalogue.models import Need, Outcome
from curation.enums import AnswerState, IntroductionState
from curation.models import Introduction, Party
from curation.selectors.people import without_people
from lifecycle import clock
from projects.enums import ProjectState, Waiting
from projects.models import Milestone, Project
from recommendations.enums import PairingState
from recommendations.models import Pairing

Thing = Need | Pairing | Introduction | Project | Outcome


@dataclass(frozen=True)
class Point:
    """One thing that waits for somebody, and since when.

    ``need`` is missing for a practice that was entered without one. ``party`` is the
    side that an answer is awaited from, ``stands_in`` whether the secretariat has to
    ask it by telephone. ``candidates`` counts the suggestions of an open need;
    ``asked_before`` tells that a chosen pairing was declined or not answered.
    """

    kind: Waiting
    thing: Thing
    since: datetime
    need: Need | None
    party: Party | None = None
    stands_in: bool = False
    candidates: int = 0
    asked_before: bool = False
    milestone: Milestone | None = None


def without_candidate() -> Q:
    """Return the rule for open needs with nobody chosen and nobody introduced."""
    chosen = Pairing.objects.filter(state=PairingState.SHORTLISTED).values("need")
    introduced = Introduction.objects.live().values("pairing__need")
    return Q(state=NeedState.OPEN) & ~Q(pk__in=chosen) & ~Q(pk__in=introduced)


def with_candidates(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Count the suggestions of each need, as ``candidates``."""
    suggested = Q(pairings__state=PairingState.SUGGESTED)
    return needs.annotate(candidates=Count("pairings", suggested))


def needs_points(needs: Iterable[Need]) -> list[Point]:
    """Return what needs wait for before a candidate is chosen.

    Open ones must come from ``with_candidates``.
    """
    kinds = {
        NeedState.DRAFT: Waiting.HAND_IN,
        NeedState.RETURNED: Waiting.HAND_IN,
        NeedState.SUBMITTED: Waiting.READ,
        NeedState.OPEN: Waiting.CHOOSE,
    }
    return [
        Point(
            kind=kinds[NeedState(need.state)],
            thing=need,
            since=need.state_since,
            need=need,
            candidates=getattr(need, "candidates", 0),
        )
        for need in needs
    ]


def with_asked_before(pairings: QuerySet[Pairing]) -> QuerySet[Pairing]:
    """Tell of each pairing whether it was introduced before, as ``asked_before``."""
    before = Introduction.objects.filter(pairing=OuterRef("pk"))
    return pairings.annotate(asked_before=Exists(before))


def pairings_points(pairings: Iterable[Pairing]) -> list[Point]:
    """Return what shortlisted pairings wait for.

    They must come from ``with_asked_before``.
    """
    return [
        Point(
            kind=Waiting.ASK,
            thing=pairing,
            since=pairing.state_since,
            need=pairing.need,
            asked_before=getattr(pairing, "asked_before", False),
        )
        for pairing in pairings
    ]


def introductions_points(introductions: Sequence[Introduction]) -> list[Point]:
    """Return what introductions wait for; of one that is asked, each open answer."""
    waiting = [
        party
        for introduction in introductions
        if introduction.state == IntroductionState.ASKED
        for party in introduction.parties.all()
        if party.state == AnswerState.WAITING
    ]
    nobody = without_people(waiting) if waiting else set()
    points = [
        Point(
            kind=Waiting.ANSWER,
            thing=party.introduction,
            since=party.state_since,
            need=party.introduction.need,
            party=party,
            stands_in=party.pk in nobody,
        )
        for party in waiting
    ]
    kinds = {
        IntroductionState.AGREED: Waiting.TALK,
        IntroductionState.TALKING: Waiting.DECIDE,
    }
    for introduction in introductions:
        kind = kinds.get(IntroductionState(introduction.state))
        if kind is not None:
            since = introduction.state_since
            points.append(Point(kind, introduction, since, introduction.need))
    return points


def projects_points(projects: Iterable[Project]) -> list[Point]:
    """Return what projects wait for: terms, an overdue milestone, work, a result."""
    points = []
    for project in projects:
        if project.state == ProjectState.PREPARING:
            points.append(_of(project, Waiting.PREPARE))
        elif project.state == ProjectState.ACTIVE:
            points.append(_active(project))
        elif project.state == ProjectState.COMPLETED and project.outcome is None:
            points.append(_of(project, Waiting.WRITE))
    return points


def outcomes_points(outcomes: Iterable[Outcome]) -> list[Point]:
    """Return which results wait for being published."""
    return [
        Point(Waiting.PUBLISH, outcome, outcome.state_since, outcome.need)
        for outcome in outcomes
        if outcome.state == OutcomeState.DRAFT
    ]


def _of(project: Project, kind: Waiting) -> Point:
    return Point(kind, project, project.state_since, project.need)


def _active(project: Project) -> Point:
    """The earliest milestone that was not reached, overdue or still ahead."""
    ahead = next((m for m in project.milestones.all() if m.done_on is None), None)
    if ahead is None or ahead.due_on is None or ahead.due_on >= clock.today():
        since = project.state_since
        return Point(Waiting.WORK, project, since, project.need, milestone=ahead)
    since = make_aware(datetime.combine(ahead.due_on, time.min))
    return Point(Waiting.MILESTONE, project, since, project.need, milestone=ahead)
