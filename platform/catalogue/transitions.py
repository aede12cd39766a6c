"""The transition tables of needs, offers and results."""

from accounts.rules import follows, is_secretariat, is_the_system
from catalogue.enums import CloseReason, NeedState, OfferState, OutcomeState
from catalogue.rules import (
    checks_offer,
    is_in_charge,
    owns_offer,
    works_for_poster,
    wrote_it_up,
)
from lifecycle.machines import Machine, transition

_N, _O, _R = NeedState, OfferState, OutcomeState
_poster_or_office = works_for_poster | is_in_charge

NEED = Machine(
    transition(
        "submit", (_N.DRAFT, _N.RETURNED), _N.SUBMITTED, works_for_poster | wrote_it_up
    ),
    transition("return", _N.SUBMITTED, _N.RETURNED, is_in_charge, needs_comment=True),
    transition("open", _N.SUBMITTED, _N.OPEN, is_in_charge),
    transition("start_dialogue", _N.OPEN, _N.IN_DIALOGUE, follows),
    transition("resume", _N.IN_DIALOGUE, _N.OPEN, follows),
    transition("settle", (_N.OPEN, _N.IN_DIALOGUE), _N.SETTLED, _poster_or_office),
    transition(
        "close",
        (_N.DRAFT, _N.SUBMITTED, _N.RETURNED, _N.OPEN, _N.IN_DIALOGUE, _N.EXPIRED),
        _N.CLOSED,
        _poster_or_office,
        reasons=CloseReason,
    ),
    transition("expire", _N.OPEN, _N.EXPIRED, is_the_system),
    transition("renew", _N.EXPIRED, _N.OPEN, _poster_or_office),
)

OFFER = Machine(
    transition("submit", (_O.DRAFT, _O.RETURNED), _O.SUBMITTED, owns_offer),
    transition("return", _O.SUBMITTED, _O.RETURNED, checks_offer, needs_comment=True),
    transition("publish", _O.SUBMITTED, _O.PUBLISHED, checks_offer),
    transition("archive", _O.PUBLISHED, _O.ARCHIVED, owns_offer | checks_offer),
    transition("revive", _O.ARCHIVED, _O.DRAFT, owns_offer | checks_offer),
)

OUTCOME = Machine(
    transition("publish", _R.DRAFT, _R.PUBLISHED, is_secretariat),
    transition("withdraw", _R.PUBLISHED, _R.DRAFT, is_secretariat, needs_comment=True),
)
