"""Whose turn it is in a case, as one reader sees it."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from accounts.rules import is_secretariat
from catalogue.enums import NeedState
from catalogue.models import Need, Outcome
from catalogue.rules import is_in_charge, works_for_poster, wrote_it_up
from curation.models import Introduction
from curation.rules import is_asked, takes_part
from projects.enums import Waiting
from projects.models import Project
from projects.rules import joins, manages
from projects.selectors import wording
from projects.selectors.audience import Audience, Case
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


def turn_of(case: Case) -> Turn | None:
    """Return whose turn it is in a case; ``None`` when it waits for nobody.

    What waits for the reader comes first, then what has come furthest; in each the
    longest waiting.

    Args:
        case: as far as its reader, of one of the sides or of the desk, may know it.
    """
    points = [
        *_before_introduction(case),
        *introductions_points(case.introductions),
        *projects_points(case.projects),
        *outcomes_points(case.outcomes),
    ]
    if not points:
        return None
    order = list(Waiting)
    roles = [(_role(point, case.reader), point) for point in points]
    role, point = min(
        roles,
        key=lambda found: (
            not found[0],
            -order.index(found[1].kind),
            found[1].since,
        ),
    )
    if role:
        return _own_turn(point, case, role)
    # Both sides may be asked at the same time.
    same = [p for _, p in roles if (p.kind, p.thing) == (point.kind, point.thing)]
    return Turn(
        whose=wording.whose_turns(same, case.reader, case.office),
        since=point.since,
        sentence=wording.sentence(same, case.reader, case.office),
    )


def _before_introduction(case: Case) -> list[Point]:
    """What the need itself waits for, while nobody is introduced.

    That is told to the desk and the poster, not to who was asked in vain before.
    """
    need = case.need
    live = any(introduction.is_live for introduction in case.introductions)
    if live or case.audience == Audience.OFFER:
        return []
    if need.state in (NeedState.DRAFT, NeedState.RETURNED, NeedState.SUBMITTED):
        return needs_points([need])
    if need.state != NeedState.OPEN:
        return []
    chosen = Pairing.objects.filter(need=need, state=PairingState.SHORTLISTED)
    found = pairings_points(with_asked_before(chosen.select_related("need")))
    open_need = Need.objects.filter(without_candidate(), pk=need.pk)
    return found or needs_points(with_candidates(open_need))


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


def _own_turn(point: Point, case: Case, role: str) -> Turn:
    own = role == "own"
    pages = _MY_PAGES if own else _DESK_PAGES
    return Turn(
        whose=wording.whose_turn(point, case.reader, case.office),
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
