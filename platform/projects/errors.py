"""Expected failures of joint projects, with their remedies."""

from django.utils.translation import gettext_lazy as _

from lifecycle.errors import CommentRequired, InvalidInput, WrongState


class AgreementMissing(WrongState):
    """Nothing says yet on what terms the two sides work."""

    code = "agreement_missing"
    message = _(
        "Work can begin once an agreement is signed, or the liaison office has "
        "confirmed that none is needed. Please record that first."
    )


class ConfirmationMissing(CommentRequired):
    """Nobody of the liaison office is named."""

    code = "confirmation_missing"
    message = _(
        "Please write who in the liaison office confirmed that no agreement is needed."
    )


class NotInTheFuture(InvalidInput):
    """A day on which something happened lies ahead."""

    code = "not_in_the_future"
    message = _("Please enter today's date or an earlier one.")


class NoSignatureNeeded(InvalidInput):
    """What needs no agreement is confirmed, not applied for or signed."""

    code = "no_signature_needed"
    message = _(
        "Where no agreement is needed, please record the liaison office's confirmation."
    )


class SignatureNeeded(InvalidInput):
    """An agreement is signed, not confirmed as not needed."""

    code = "signature_needed"
    message = _("Please record when this agreement was signed.")


class ProjectNotFinished(WrongState):
    """The result is published after the project was completed."""

    code = "project_not_finished"
    message = _(
        "The result can be published once the project is completed. At present it is "
        "“%(state)s”."
    )


class NoResult(InvalidInput):
    """Nothing was written down yet that could be published."""

    code = "no_result"
    message = _("Please write the result down first.")
