"""The transition tables of introductions and of each side's answer.

``close`` follows from another step: the other side's answer, the end of the need, a
stopped project. The secretariat may record an answer given by telephone; that it then
needs a note is checked by the action.
"""

from accounts.rules import follows, is_secretariat, is_the_system
from curation.enums import AnswerState, DeclineReason, EndReason, IntroductionState
from curation.rules import has_the_request, is_asked, takes_part
from lifecycle.machines import Machine, transition

_I, _A = IntroductionState, AnswerState

INTRODUCTION = Machine(
    transition("agree", _I.ASKED, _I.AGREED, follows),
    transition("decline", _I.ASKED, _I.DECLINED, follows, reasons=DeclineReason),
    transition("lapse", _I.ASKED, _I.LAPSED, is_the_system),
    transition("start_talking", _I.AGREED, _I.TALKING, takes_part | is_secretariat),
    transition("start_project", _I.TALKING, _I.PROJECT, follows),
    transition("end", _I.ASKED, _I.ENDED, is_secretariat, reasons=EndReason),
    transition(
        "end",
        (_I.AGREED, _I.TALKING),
        _I.ENDED,
        takes_part | is_secretariat,
        reasons=EndReason,
    ),
    transition(
        "close",
        (_I.ASKED, _I.AGREED, _I.TALKING, _I.PROJECT),
        _I.ENDED,
        follows,
        reasons=EndReason,
    ),
)

PARTY = Machine(
    transition("accept", _A.WAITING, _A.ACCEPTED, is_asked | is_secretariat),
    transition(
        "decline",
        _A.WAITING,
        _A.DECLINED,
        is_asked | is_secretariat,
        reasons=DeclineReason,
    ),
    transition("pass_on", _A.WAITING, _A.WAITING, has_the_request),
    transition("lapse", _A.WAITING, _A.LAPSED, is_the_system),
    transition("close", _A.WAITING, _A.CLOSED, is_the_system),
)
