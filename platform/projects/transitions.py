"""The transition table of joint projects."""

from lifecycle.machines import Machine, transition
from projects.enums import ProjectState, StopReason
from projects.rules import joins, manages

_P = ProjectState

PROJECT = Machine(
    transition("activate", _P.PREPARING, _P.ACTIVE, manages),
    transition("complete", _P.ACTIVE, _P.COMPLETED, joins | manages),
    transition(
        "stop",
        (_P.PREPARING, _P.ACTIVE),
        _P.STOPPED,
        joins | manages,
        reasons=StopReason,
    ),
)
