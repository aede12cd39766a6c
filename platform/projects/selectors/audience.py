"""Who reads a case's timeline, and which of its things they may read about."""

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from django.db.models import prefetch_related_objects

from accounts.models import Organisation, User
from accounts.selectors import region
from catalogue.enums import OutcomeState, Visibility
from catalogue.models import Need, Outcome
from catalogue.rules import is_in_charge, works_for_poster
from catalogue.selectors.visibility import READABLE, visible_needs
from curation.enums import IntroductionState
from curation.models import Introduction, Party
from curation.rules import speaks_for, takes_part
from curation.selectors.introductions import case_of
from projects.enums import ProjectState
from projects.models import Project
from recommendations.models import Pairing

Subject = Need | Pairing | Introduction | Party | Project | Outcome


class Audience(Enum):
    """As whom somebody reads a case."""

    PUBLIC = "public"
    OFFER = "offer"
    NEED = "need"
    STAFF = "staff"


@dataclass
class Case:
    """A need with what belongs to it, as far as one reader may know it."""

    need: Need
    reader: User | None
    introductions: list[Introduction] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    audience: Audience = Audience.PUBLIC

    @cached_property
    def published(self) -> bool:
        """Whether a result of the case is published."""
        return any(o.state == OutcomeState.PUBLISHED for o in self.outcomes)

    @cached_property
    def subjects(self) -> dict[tuple[str, str], Subject]:
        """The things of the case by what the log calls them."""
        things: list[Subject] = [self.need, *self.projects, *self.outcomes]
        things += self.introductions
        things += [p for i in self.introductions for p in i.parties.all()]
        if self.audience == Audience.STAFF:
            pairings = Pairing.objects.filter(need=self.need).defer("evidence")
            things += pairings.select_related("need", "expertise__organisation")
        return {(t._meta.label_lower, t.public_id): t for t in things}

    @cached_property
    def office(self) -> Organisation:
        """The secretariat."""
        return region().secretariat

    def names_offer(self, subject: Subject) -> bool:
        """Whether this introduction's result is published, so that it may be named."""
        return any(
            project.introduction_id == subject.pk
            and project.outcome is not None
            and project.outcome.state == OutcomeState.PUBLISHED
            for project in self.projects
            if isinstance(subject, Introduction)
        )

    def is_own(self, party: Party) -> bool:
        """Whether the reader speaks for this side."""
        return bool(speaks_for(self.reader, party))


def read_case(need: Need, reader: User | None) -> Case | None:
    """Return what a reader may know of a case; ``None`` when it is nothing.

    The desk and the poster's people read about everything; somebody who was asked for
    an offer reads about their own introductions; everybody else about what is public,
    if they may see the need or its published result. A fixed number of queries.
    """
    case = Case(need, reader)
    case.introductions = list(case_of(need))
    case.outcomes = list(Outcome.objects.filter(need=need))
    case.projects = _projects(case.introductions)
    if is_in_charge(reader, need):
        case.audience = Audience.STAFF
    elif works_for_poster(reader, need):
        case.audience = Audience.NEED
    else:
        own = [i for i in case.introductions if takes_part(reader, i)]
        if own:
            _keep_own(case, own)
        elif not case.published and not _may_see(need, reader):
            return None
    return case


def _projects(introductions: list[Introduction]) -> list[Project]:
    """The projects of these introductions, with them, in at most three queries."""
    known = {introduction.pk: introduction for introduction in introductions}
    begun = [i for i in introductions if i.state == IntroductionState.PROJECT]
    ended = [i for i in introductions if i.state == IntroductionState.ENDED]
    if not begun and not ended:
        return []
    found = Project.objects.filter(introduction__in=begun + ended)
    projects = list(found.select_related("outcome").order_by("started_at", "pk"))
    for project in projects:
        project.introduction = known[project.introduction_id]
    _prefetch(projects, ProjectState.PREPARING, "agreements")
    _prefetch(projects, ProjectState.ACTIVE, "milestones")
    return projects


def _prefetch(projects: list[Project], state: str, name: str) -> None:
    prefetch_related_objects([p for p in projects if p.state == state], name)


def _may_see(need: Need, reader: User | None) -> bool:
    """``visible_needs`` for one need; what everybody may see costs no query."""
    if need.visibility == Visibility.PUBLIC and need.state in READABLE:
        return True
    return visible_needs(reader).filter(pk=need.pk).exists()


def _keep_own(case: Case, own: list[Introduction]) -> None:
    case.audience = Audience.OFFER
    case.introductions = own
    kept = {introduction.pk for introduction in own}
    case.projects = [p for p in case.projects if p.introduction_id in kept]
    results = {project.outcome_id for project in case.projects}
    case.outcomes = [
        o for o in case.outcomes if o.pk in results or o.state == OutcomeState.PUBLISHED
    ]
