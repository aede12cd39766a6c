"""What the sides of an introduction read."""

from django.utils.translation import gettext as _

from curation.enums import AnswerState, Purpose
from curation.models import Party


def consent_text(purpose: str) -> str:
    """Return, in the reader's language, what a button's press consents to.

    The same words stand beside the button and in the ledger.
    """
    if purpose == Purpose.NAME:
        return _(
            "I agree that the published result names our organisation, although its "
            "name was withheld in the need."
        )
    return _(
        "I agree that, if the other side also accepts, the name of our organisation "
        "and the name, e-mail address and telephone number of the person in charge "
        "are shown to the other side of this introduction."
    )


def answer_sentence(party: Party, *, own: bool = False, staff: bool = False) -> str:
    """Return one side's answer as a sentence for the reader.

    Args:
        party: the side that answers, or has answered.
        own: the reader speaks for this side and reads its reason.
        staff: the reader works for the secretariat and reads its reason.

    A side that declines is not exposed: the other one reads a courteous sentence and
    what comes next, and the reason only where it may be told.
    """
    state, reason = party.state, party.get_reason_display()
    if state == AnswerState.WAITING and party.with_liaison:
        return _("Waiting for the answer of the liaison office.")
    if state == AnswerState.WAITING:
        return _("Waiting for the answer.")
    if state == AnswerState.ACCEPTED and party.with_liaison:
        return _("The liaison office accepted as the contact.")
    if state == AnswerState.ACCEPTED:
        return _("Accepted.")
    if state == AnswerState.LAPSED:
        return _("No answer was received in time.")
    if state == AnswerState.CLOSED:
        return _("No answer is needed any more.")
    if own or staff:
        return _("Declined (%(reason)s).") % {"reason": reason}
    courtesy = _(
        "They thank you for the request, but cannot take it up this time. The "
        "secretariat goes on looking for a suitable partner."
    )
    if not party.may_tell:
        return courtesy
    return courtesy + " " + _("The reason given: %(reason)s.") % {"reason": reason}
