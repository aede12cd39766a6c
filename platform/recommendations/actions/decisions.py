"""What the secretariat decides about a suggestion.

From the first decision on a pairing is a record: the matcher's refresh rewrites and
drops only what is ``suggested`` (``Pairing.objects.suggested()``), so score, rank,
version, evidence and digests stay exactly as they stood when somebody decided.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lifecycle.actions import perform
from lifecycle.errors import RenkeiError
from recommendations.models import Pairing
from recommendations.transitions import PAIRING


class SuggestionGone(RenkeiError):
    """The matcher dropped the suggestion before somebody decided about it."""

    code = "suggestion_gone"
    status = 409
    message = _(
        "This suggestion is no longer there, because one of the two texts has changed. "
        "Please look at the present suggestions."
    )


def shortlist(pairing: Pairing, *, by: User) -> None:
    """Choose a suggestion: the two may be brought together.

    Raises:
        SuggestionGone: the matcher dropped it in the meantime.

    Side effects: freezes the evidence; see ``lifecycle.actions.perform``.
    """
    _decide(pairing, "shortlist", by=by)


def dismiss(pairing: Pairing, *, by: User, reason: str, note: str = "") -> None:
    """Put a suggestion aside with a ``DismissReason``; the matcher learns from it.

    Raises:
        SuggestionGone: the matcher dropped it in the meantime.

    Side effects: freezes the evidence; see ``lifecycle.actions.perform``.
    """
    _decide(pairing, "dismiss", by=by, reason=reason, note=note)


def restore(pairing: Pairing, *, by: User) -> None:
    """Take a decision back: the pairing is a suggestion again.

    Side effects: the matcher may rewrite or drop the row from now on; see
    ``lifecycle.actions.perform``.
    """
    _decide(pairing, "restore", by=by)


def _decide(pairing: Pairing, action: str, **options: Any) -> None:
    try:
        perform(PAIRING, pairing, action, **options)
    except Pairing.DoesNotExist as gone:
        raise SuggestionGone() from gone
