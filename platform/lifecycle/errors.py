"""Expected failures: typed, with a code, data and a sentence for the reader."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _


class RenkeiError(Exception):
    """A failure that the reader can understand and act on.

    ``code`` is stable and for machines, ``status`` is the HTTP status the faces
    answer with, ``message`` says what happened and what to do.
    """

    code = "error"
    status = 400
    message: str | Promise = _("This cannot be done. Please check what you entered.")

    def __init__(self, message: str | Promise | None = None, **data: Any) -> None:
        """Keep ``data``; where there is any, it is formatted into the message."""
        self.data = data
        if message is not None:
            self.message = message
        super().__init__(self.code)

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.data if self.data else text


class UnknownAction(RenkeiError):
    """The thing has no such action."""

    code = "unknown_action"
    message = _("There is no action “%(action)s” here.")


class NotAllowed(RenkeiError):
    """This person may not do this."""

    code = "not_allowed"
    status = 403
    message = _(
        "You do not have permission to do this. If you need it, please ask the "
        "secretariat."
    )


class WrongState(RenkeiError):
    """The action does not go with the present state."""

    code = "wrong_state"
    status = 409
    message = _("This is not possible at the present stage (“%(state)s”).")


class AlreadyDecided(WrongState):
    """Somebody else was first."""

    code = "already_decided"
    message = _(
        "%(by)s has already decided this (%(at_text)s). Your entry was not applied."
    )

    def __init__(self, *, by: str, at: datetime, action: str) -> None:
        """Name who decided, when, and which action it was."""
        text = date_format(localtime(at), "Y-m-d H:i")
        super().__init__(by=by, at=at, action=action, at_text=text)


class InvalidReason(RenkeiError):
    """A coded reason is missing or unknown."""

    code = "invalid_reason"
    message = _("Please choose one of the reasons listed.")


class CommentRequired(RenkeiError):
    """The action needs a sentence for the other side."""

    code = "comment_required"
    message = _("Please write a comment so that the other side knows what to do.")


class ApprovalMissing(RenkeiError):
    """The office's data asks for a second person's approval of this step."""

    code = "approval_missing"
    status = 409
    message = _(
        "This step needs the approval of a second person. Please ask for it first."
    )


class SamePerson(RenkeiError):
    """Who drafted a step does not approve it."""

    code = "same_person"
    status = 403
    message = _("You have drafted this yourself. Please let a second person approve.")


class InvalidInput(RenkeiError):
    """Something entered breaks a rule; ``field`` names where."""

    code = "invalid_input"
