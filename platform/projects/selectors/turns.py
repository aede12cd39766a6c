"""Whose turn it is in a case, as one reader sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from accounts.rules import is_secretariat
from accounts.selectors import region
from catalogue.enums import NeedState
from catalogue.models import Need, Outcome
from catalogue.rules import is_in_charge, works_for_poster, wrote_it_up
from curation.models import Introduction
from curation.rules import is_asked, takes_part
from projects.enums import Waiting
from projects.models import Project
from projects.rules import joins, manages
from projects.selectors import wording
from projects.selectors.points import (
    Point,
    Thing,
    introductions_points,
    needs_points,
    open_needs,
    outcomes_points,
    pairings_points,
    projects_points,
)
from recommendations.enums import PairingState
from recommendations.models import Pairing

# What only the office in charge does, and what only the secretariat does.
_OFFICE = (Waiting.READ, Waiting.WRITE)
_SECRETARIAT = (Waiting.CHOOSE, Waiting.ASK, Waiting.PUBLISH)

# The page on which it is done: for the desk, and for a member.
_DESK_PAGES = {
    Need: "desk:need",
    Pairing: "desk:need",
    Introduction: "desk:introduction",
    Project: "desk:project",
    Outcome: "desk:outcome",
}
_MY_PAGES = {
    Need: "web:my_need",
    Introduction: "web:my_introduction",
    Project: "web:my_project",
}


@dataclass(frozen=True)
class Turn:
    """Whose turn it is.

    ``action``, ``label``, ``url_name`` and ``url_args`` are there only for the reader
    whose turn it is (``mine``); ``action`` is a code of ``projects.enums.Waiting``.
    """

    whose: str
    since: datetime
    sentence: str
    mine: bool = False
    action: str = ""
    label: str = ""
    url_name: str = ""
    url_args: tuple[str, ...] = ()


def turn_of(
    need: Need,
    reader: User | None,
    introductions: Sequence[Introduction],
    projects: Sequence[Project],
    outcomes: Sequence[Outcome],
) -> Turn | None:
    """Return whose turn it is in a case; ``None`` when it waits for nobody.

    What waits for the reader comes first, then what has come furthest; in each the
    longest waiting.

    Args:
        need: the case's need.
        reader: somebody of one of the sides or of the desk.
        introductions: of the need, as far as the reader may know them, with parties.
        projects: of these introductions, with agreements and milestones.
        outcomes: of the need.
    """
    points = [
        *_before_introduction(need, introductions),
        *introductions_points(introductions),
        *projects_points(projects),
        *outcomes_points(outcomes),
    ]
    if not points:
        return None
    order = list(Waiting)
    turns = [(_role(point, reader), point) for point in points]
    role, point = min(
        turns,
        key=lambda found: (
            not found[0],
            -order.index(found[1].kind),
            found[1].since,
        ),
    )
    return _turn(point, reader, role)


def _before_introduction(
    need: Need, introductions: Sequence[Introduction]
) -> list[Point]:
    """What the need itself waits for, while nobody is introduced."""
    if any(introduction.is_live for introduction in introductions):
        return []
    if need.state in (NeedState.DRAFT, NeedState.RETURNED, NeedState.SUBMITTED):
        return needs_points([need])
    if need.state != NeedState.OPEN:
        return []
    chosen = Pairing.objects.filter(need=need, state=PairingState.SHORTLISTED)
    found = pairings_points(chosen.select_related("need"))
    return found or needs_points(open_needs(Need.objects.filter(pk=need.pk)))


def _role(point: Point, reader: User | None) -> str:
    """``own``: the reader's side does it. ``desk``: the reader's office does it."""
    if _is_own(point, reader):
        return "own"
    if point.kind in _OFFICE and point.need is not None:
        return "desk" if is_in_charge(reader, point.need) else ""
    staff = point.kind in (*_SECRETARIAT, Waiting.PREPARE) or point.stands_in
    return "desk" if staff and is_secretariat(reader) else ""


def _is_own(point: Point, reader: User | None) -> bool:
    thing = point.thing
    if point.party is not None:
        return bool(is_asked(reader, point.party))
    if isinstance(thing, Need) and point.kind == Waiting.HAND_IN:
        return bool((works_for_poster | wrote_it_up)(reader, thing))
    if isinstance(thing, Introduction):
        return bool(takes_part(reader, thing))
    if not isinstance(thing, Project) or point.kind == Waiting.WRITE:
        return False
    if point.kind == Waiting.PREPARE:
        return bool(manages(reader, thing)) and not is_secretariat(reader)
    return bool(joins(reader, thing))


def _turn(point: Point, reader: User | None, role: str) -> Turn:
    office = region().secretariat
    whose = wording.whose_turn(point, reader, office)
    if not role:
        sentence = wording.sentence(point, reader, office)
        return Turn(whose=whose, since=point.since, sentence=sentence)
    own = role == "own"
    pages = _MY_PAGES if own else _DESK_PAGES
    return Turn(
        whose=whose,
        since=point.since,
        sentence=wording.own_sentence(point) if own else wording.desk_sentence(point),
        mine=True,
        action=point.kind.value,
        label=wording.own_label(point) if own else wording.next_step(point),
        url_name=pages[type(point.thing)],
        url_args=(_page_of(point.thing),),
    )


def _page_of(thing: Thing) -> str:
    return thing.need.public_id if isinstance(thing, Pairing) else thing.public_id
