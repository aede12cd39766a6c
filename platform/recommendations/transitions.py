"""The transition tables of pairings, matching events and learned weights."""

from typing import Any

import rules

from accounts.rules import follows, is_secretariat
from lifecycle.machines import Machine, transition
from recommendations.enums import (
    DismissReason,
    EventState,
    PairingState,
    WeightsState,
)

_P = PairingState

PAIRING = Machine(
    transition("shortlist", _P.SUGGESTED, _P.SHORTLISTED, is_secretariat),
    transition(
        "dismiss",
        (_P.SUGGESTED, _P.SHORTLISTED),
        _P.DISMISSED,
        is_secretariat,
        reasons=DismissReason,
    ),
    transition("restore", (_P.SHORTLISTED, _P.DISMISSED), _P.SUGGESTED, is_secretariat),
    transition("introduce", _P.SHORTLISTED, _P.INTRODUCED, follows),
    transition("reopen", _P.INTRODUCED, _P.SHORTLISTED, follows),
)

_E = EventState


@rules.predicate
def is_the_machine(user: Any, event: Any) -> bool:
    """Nobody: the job that plans."""
    return user is None


EVENT = Machine(
    transition(
        "plan", (_E.DRAFT, _E.IMPOSSIBLE, _E.PROPOSED), _E.PLANNING, is_secretariat
    ),
    transition("propose", _E.PLANNING, _E.PROPOSED, is_the_machine),
    transition("give_up", _E.PLANNING, _E.IMPOSSIBLE, is_the_machine),
    transition("confirm", _E.PROPOSED, _E.CONFIRMED, is_secretariat),
    transition(
        "prepare_again",
        (_E.PLANNING, _E.IMPOSSIBLE, _E.PROPOSED, _E.CONFIRMED),
        _E.DRAFT,
        is_secretariat,
    ),
)

_W = WeightsState

WEIGHTS = Machine(
    transition("accept", _W.PROPOSED, _W.USED, is_secretariat),
    transition("reject", _W.PROPOSED, _W.REJECTED, is_secretariat),
    transition("set_aside", _W.USED, _W.SET_ASIDE, is_secretariat),
    transition("use_again", (_W.SET_ASIDE, _W.REJECTED), _W.USED, is_secretariat),
)
