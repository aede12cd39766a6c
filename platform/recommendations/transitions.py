"""The transition table of pairings."""

from accounts.rules import follows, is_secretariat
from lifecycle.machines import Machine, transition
from recommendations.enums import DismissReason, PairingState

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
