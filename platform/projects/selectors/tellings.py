"""Which entries of the log are told to whom: a table."""

from dataclasses import dataclass

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


_NEED, _PAIRING, _INTRODUCTION, _PARTY, _PROJECT, _OUTCOME = (
    "catalogue.need",
    "recommendations.pairing",
    "curation.introduction",
    "curation.party",
    "projects.project",
    "catalogue.outcome",
)
_S = Stage

TELLINGS: dict[tuple[str, str], Telling] = {
    (_NEED, "draft"): Telling(_S.NEED, POSTER, _("The need was written down.")),
    (_NEED, "edit"): Telling(_S.NEED, DESK, _("The need was changed.")),
    (_NEED, "submit"): Telling(_S.NEED, POSTER, _("The need was handed in.")),
    (_NEED, "return"): Telling(
        _S.NEED, POSTER, _("The need was returned with a comment."), notes=POSTER
    ),
    (_NEED, "open"): Telling(_S.NEED, EVERYBODY, _("The need was accepted.")),
    (_NEED, "resume"): Telling(
        _S.NEED, POSTER, _("The search for a partner goes on: the need is open again.")
    ),
    (_NEED, "settle"): Telling(_S.NEED, SIDES, _("The need has its answer.")),
    (_NEED, "close"): Telling(
        _S.NEED,
        SIDES,
        _("The need was closed."),
        staff=_("The need was closed (%(reason)s)."),
    ),
    (_NEED, "expire"): Telling(_S.NEED, SIDES, _("The need's term ran out.")),
    (_NEED, "renew"): Telling(_S.NEED, POSTER, _("The need was renewed.")),
    (_NEED, "look_at_name"): Telling(
        _S.NEED, DESK, _("The withheld name was looked at.")
    ),
    (_PAIRING, "shortlist"): Telling(
        _S.CANDIDATES, DESK, _("“%(offer)s” (%(institution)s) was chosen.")
    ),
    (_PAIRING, "dismiss"): Telling(
        _S.CANDIDATES,
        DESK,
        _("“%(offer)s” (%(institution)s) was put aside (%(reason)s)."),
    ),
    (_PAIRING, "restore"): Telling(
        _S.CANDIDATES,
        DESK,
        _("The decision about “%(offer)s” (%(institution)s) was taken back."),
    ),
    (_INTRODUCTION, "ask"): Telling(
        _S.INTRODUCTION,
        SIDES,
        _("Both sides were asked: “%(offer)s” (%(institution)s)."),
        notes=SIDES,
    ),
    (_PARTY, "pass_on"): Telling(
        _S.INTRODUCTION,
        SIDES,
        _("The liaison office passed the request on within the institution."),
        staff=_("The liaison office passed the request on to %(researcher)s."),
    ),
    (_PARTY, "remind"): Telling(
        _S.INTRODUCTION, DESK, _("A reminder was sent to %(name)s.")
    ),
    (_PARTY, "accept"): Telling(
        _S.INTRODUCTION, SIDES, _("%(name)s agreed to the introduction.")
    ),
    (_PARTY, "decline"): Telling(
        _S.INTRODUCTION,
        SIDES,
        _("%(name)s cannot take it up this time."),
        staff=_("%(name)s declined (%(reason)s)."),
    ),
    (_PARTY, "lapse"): Telling(
        _S.INTRODUCTION, DESK, _("%(name)s did not answer in time.")
    ),
    (_PARTY, "consent_to_be_named"): Telling(
        _S.RESULT, POSTER, _("The poster agreed to be named in the result.")
    ),
    (_INTRODUCTION, "lapse"): Telling(
        _S.INTRODUCTION, SIDES, _("The request lapsed without every answer.")
    ),
    (_INTRODUCTION, "agree"): Telling(
        _S.INTRODUCTION,
        EVERYBODY,
        _("Both sides agreed to meet."),
        named=_("Both sides agreed to meet: %(offerer)s."),
    ),
    (_INTRODUCTION, "start_talking"): Telling(
        _S.INTRODUCTION, SIDES, _("The two sides are talking.")
    ),
    (_INTRODUCTION, "end"): Telling(
        _S.INTRODUCTION,
        SIDES,
        _("The introduction has ended."),
        staff=_("The introduction has ended (%(reason)s)."),
    ),
    (_INTRODUCTION, "close"): Telling(
        _S.INTRODUCTION,
        SIDES,
        _("The introduction has ended."),
        staff=_("The introduction has ended (%(reason)s)."),
    ),
    (_PROJECT, "start"): Telling(
        _S.PROJECT, SIDES, _("The joint project “%(title)s” is being prepared.")
    ),
    (_PROJECT, "add_agreement"): Telling(
        _S.PROJECT, SIDES, _("An agreement was added: %(kind)s.")
    ),
    (_PROJECT, "apply_agreement"): Telling(
        _S.PROJECT, SIDES, _("The agreement was applied for: %(kind)s (%(day)s).")
    ),
    (_PROJECT, "sign_agreement"): Telling(
        _S.PROJECT, SIDES, _("The agreement was signed: %(kind)s (%(day)s).")
    ),
    (_PROJECT, "confirm_none_needed"): Telling(
        _S.PROJECT,
        SIDES,
        _("The liaison office confirmed that no agreement is needed."),
    ),
    (_PROJECT, "activate"): Telling(
        _S.PROJECT, EVERYBODY, _("The joint project began.")
    ),
    (_PROJECT, "add_milestone"): Telling(
        _S.PROJECT, SIDES, _("A milestone was set: %(milestone)s.")
    ),
    (_PROJECT, "finish_milestone"): Telling(
        _S.PROJECT, SIDES, _("A milestone was reached: %(milestone)s."), notes=SIDES
    ),
    (_PROJECT, "complete"): Telling(
        _S.PROJECT, EVERYBODY, _("The joint project was completed."), notes=SIDES
    ),
    (_PROJECT, "stop"): Telling(
        _S.PROJECT,
        SIDES,
        _("The joint project was stopped."),
        staff=_("The joint project was stopped (%(reason)s)."),
    ),
    (_PROJECT, "draft_result"): Telling(
        _S.RESULT, DESK, _("The result was written down.")
    ),
    (_OUTCOME, "publish"): Telling(
        _S.RESULT, EVERYBODY, _("The result was published: %(title)s.")
    ),
    (_OUTCOME, "withdraw"): Telling(
        _S.RESULT, DESK, _("The result was taken back for correction.")
    ),
}
