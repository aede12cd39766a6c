"""A case from need to result, as one reader sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from accounts.models import Membership, User
from catalogue.enums import NeedState
from catalogue.models import Need
from curation.models import Introduction
from lifecycle.models import LogEntry
from projects.enums import ProjectState, Stage
from projects.selectors.audience import Audience, Case, read_case
from projects.selectors.story import Step, tell
from projects.selectors.turns import Turn, turn_of

_UNREAD = (NeedState.DRAFT, NeedState.SUBMITTED, NeedState.RETURNED)
_OVER = (NeedState.SETTLED, NeedState.CLOSED, NeedState.EXPIRED)


@dataclass(frozen=True)
class StageState:
    """One of the five stages; ``state`` is ``done``, ``current`` or ``todo``."""

    code: str
    label: str
    state: str


@dataclass(frozen=True)
class Timeline:
    """What happened, whose turn it is, and how far the case has come."""

    steps: Sequence[Step] = ()
    turn: Turn | None = None
    stages: Sequence[StageState] = ()


def timeline(need: Need, reader: User | None) -> Timeline:
    """Return a case from need to result, as ``reader`` may know it.

    The public reads that the need was accepted, that both sides agreed, that the
    project began and was completed, and that the result was published: without the
    poster's name where it is withheld, and with the researcher's name and institution
    only once the result is published. The two sides read everything that concerns
    them, the desk everything with its reasons. Empty for somebody who may not see the
    need. A fixed number of queries.

    Args:
        need: the case's need.
        reader: who reads; ``None`` for somebody who is not signed in.
    """
    case = read_case(need, reader)
    if case is None:
        return Timeline()
    log = LogEntry.objects.filter(case=need.public_id).order_by("at", "pk")
    turn = None
    if case.audience != Audience.PUBLIC:
        poster = Membership.objects.filter(
            user=OuterRef("actor"), organisation=need.organisation_id
        )
        log = log.select_related("actor").annotate(by_poster=Exists(poster))
        turn = turn_of(case)
    return Timeline(steps=tell(case, log), turn=turn, stages=_stages(case))


def _stages(case: Case) -> list[StageState]:
    order = list(Stage)
    reached = order.index(_reached(case))
    over = case.published or case.need.state in _OVER

    def state(index: int) -> str:
        if case.published or index < reached:
            return "done"
        if index > reached:
            return "todo"
        return "done" if over else "current"

    return [
        StageState(stage.value, str(stage.label), state(index))
        for index, stage in enumerate(order)
    ]


def _reached(case: Case) -> Stage:
    """The stage at which the case is, as far as the reader may know."""
    live = [i for i in case.introductions if i.is_live and _is_known(case, i)]
    running = {i.pk for i in live}
    projects = [p for p in case.projects if p.introduction_id in running]
    if any(p.state == ProjectState.COMPLETED for p in projects):
        return Stage.RESULT
    if projects:
        return Stage.PROJECT
    if live:
        return Stage.INTRODUCTION
    return Stage.NEED if case.need.state in _UNREAD else Stage.CANDIDATES


def _is_known(case: Case, introduction: Introduction) -> bool:
    return case.audience != Audience.PUBLIC or introduction.was_agreed
