"""Which entries of the log are told to whom: a table."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.enums import OutcomeState
from catalogue.models import Outcome
from projects.enums import Stage
from projects.selectors.audience import Audience, Case, Subject

DESK = frozenset({Audience.STAFF})
POSTER = DESK | {Audience.NEED}
SIDES = POSTER | {Audience.OFFER}
EVERYBODY = SIDES | {Audience.PUBLIC}


@dataclass(frozen=True)
class Telling:
    """How one kind of entry is told.

    ``message`` is formatted with ``projects.selectors.values.values_of``; staff read
    ``staff`` instead where it says more (a coded reason), and ``named`` stands where
    the offering side may be named to everybody. ``notes`` says who reads the entry's
    free text, the desk always.
    """

    stage: Stage
    audiences: frozenset[Audience]
    message: str | Promise
    staff: str | Promise = ""
    named: str | Promise = ""
    notes: frozenset[Audience] = DESK

    def is_for(self, case: Case, subject: Subject) -> bool:
        """Whether the case's reader reads it; a withdrawn result is not public."""
        if case.audience not in self.audiences:
            return False
        if case.audience == Audience.PUBLIC and isinstance(subject, Outcome):
            return subject.state == OutcomeState.PUBLISHED
        return True


_of_need = partial(Telling, Stage.NEED)
_of_candidate = partial(Telling, Stage.CANDIDATES)
_of_introduction = partial(Telling, Stage.INTRODUCTION)
_of_project = partial(Telling, Stage.PROJECT)
_of_result = partial(Telling, Stage.RESULT)

_ended = _of_introduction(
    SIDES,
    _("The introduction has ended."),
    staff=_("The introduction has ended (%(reason)s)."),
)


def _approvals(of: Callable[..., Telling]) -> dict[str, Telling]:
    """How the desk reads of a second person's approval of a step."""
    return {
        "ask_approval": of(DESK, _("Approval of the next step was asked for.")),
        "approve": of(DESK, _("A second person approved the next step.")),
        "send_back": of(DESK, _("The request for approval was sent back.")),
    }


# By what the log calls the thing, then by the action.
_BY_SUBJECT: dict[str, dict[str, Telling]] = {
    "catalogue.need": {
        "draft": _of_need(POSTER, _("The need was written down.")),
        "edit": _of_need(DESK, _("The need was changed.")),
        "submit": _of_need(POSTER, _("The need was handed in.")),
        "return": _of_need(
            POSTER, _("The need was returned with a comment."), notes=POSTER
        ),
        "open": _of_need(EVERYBODY, _("The need was accepted.")),
        "resume": _of_need(
            POSTER, _("The search for a partner goes on: the need is open again.")
        ),
        "settle": _of_need(SIDES, _("The need has its answer.")),
        "close": _of_need(
            SIDES,
            _("The need was closed."),
            staff=_("The need was closed (%(reason)s)."),
        ),
        "expire": _of_need(SIDES, _("The need's term ran out.")),
        "renew": _of_need(POSTER, _("The need was renewed.")),
        "look_at_name": _of_need(DESK, _("The withheld name was looked at.")),
        **_approvals(_of_need),
    },
    "recommendations.pairing": {
        **_approvals(_of_candidate),
        "shortlist": _of_candidate(
            DESK, _("“%(offer)s” (%(institution)s) was chosen.")
        ),
        "dismiss": _of_candidate(
            DESK, _("“%(offer)s” (%(institution)s) was put aside (%(reason)s).")
        ),
        "restore": _of_candidate(
            DESK, _("The decision about “%(offer)s” (%(institution)s) was taken back.")
        ),
    },
    "curation.introduction": {
        "ask": _of_introduction(
            SIDES,
            _("Both sides were asked: “%(offer)s” (%(institution)s)."),
            notes=SIDES,
        ),
        "lapse": _of_introduction(SIDES, _("The request lapsed without every answer.")),
        "agree": _of_introduction(
            EVERYBODY,
            _("Both sides agreed to meet."),
            named=_("Both sides agreed to meet: %(offerer)s."),
        ),
        "start_talking": _of_introduction(SIDES, _("The two sides are talking.")),
        "end": _ended,
        "close": _ended,
    },
    "curation.party": {
        "pass_on": _of_introduction(
            SIDES,
            _("The liaison office passed the request on within the institution."),
            staff=_("The liaison office passed the request on to %(researcher)s."),
        ),
        "remind": _of_introduction(DESK, _("A reminder was sent to %(name)s.")),
        "accept": _of_introduction(SIDES, _("%(name)s agreed to the introduction.")),
        "decline": _of_introduction(
            SIDES,
            _("%(name)s cannot take it up this time."),
            staff=_("%(name)s declined (%(reason)s)."),
        ),
        "lapse": _of_introduction(DESK, _("%(name)s did not answer in time.")),
        "consent_to_be_named": _of_result(
            POSTER, _("The poster agreed to be named in the result.")
        ),
    },
    "projects.project": {
        "start": _of_project(
            SIDES, _("The joint project “%(title)s” is being prepared.")
        ),
        "add_agreement": _of_project(SIDES, _("An agreement was added: %(kind)s.")),
        "apply_agreement": _of_project(
            SIDES, _("The agreement was applied for: %(kind)s (%(day)s).")
        ),
        "sign_agreement": _of_project(
            SIDES, _("The agreement was signed: %(kind)s (%(day)s).")
        ),
        "confirm_none_needed": _of_project(
            SIDES, _("The liaison office confirmed that no agreement is needed.")
        ),
        "activate": _of_project(EVERYBODY, _("The joint project began.")),
        "add_milestone": _of_project(SIDES, _("A milestone was set: %(milestone)s.")),
        "finish_milestone": _of_project(
            SIDES, _("A milestone was reached: %(milestone)s."), notes=SIDES
        ),
        "complete": _of_project(
            EVERYBODY, _("The joint project was completed."), notes=SIDES
        ),
        "stop": _of_project(
            SIDES,
            _("The joint project was stopped."),
            staff=_("The joint project was stopped (%(reason)s)."),
        ),
        "draft_result": _of_result(DESK, _("The result was written down.")),
    },
    "catalogue.outcome": {
        **_approvals(_of_result),
        "publish": _of_result(EVERYBODY, _("The result was published: %(title)s.")),
        "withdraw": _of_result(DESK, _("The result was taken back for correction.")),
    },
}
TELLINGS = {
    (subject, action): telling
    for subject, tellings in _BY_SUBJECT.items()
    for action, telling in tellings.items()
}
