"""What is decided about a candidate, on the need's page."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _

from desk.forms.base import ReasonForm
from desk.views.base import DeskPage
from lifecycle.errors import NotAllowed
from recommendations.actions.decisions import (
    SuggestionGone,
    dismiss,
    restore,
    shortlist,
)
from recommendations.actions.suggestions import refresh_for_need
from recommendations.enums import DismissReason
from recommendations.models import Pairing


class Decisions(DeskPage):
    """Shortlist, put aside, restore; each can be taken back."""

    need: Any
    actions: ClassVar = {
        "shortlist": "shortlist",
        "dismiss": "dismiss",
        "restore": "restore",
        "refresh": "refresh",
    }

    def pairing(self) -> Pairing:
        """Return the candidate whose button was pressed.

        Raises:
            SuggestionGone: it is no longer among the need's candidates.
        """
        ident = self.request.POST.get("pairing", "")
        row = Pairing.objects.filter(need=self.need, public_id=ident).first()
        if row is None:
            raise SuggestionGone()
        return row

    def here(self) -> str:
        """Come back to the candidate that was decided about."""
        ident = self.request.POST.get("pairing", "")
        return f"{super().here()}#candidate-{ident}" if ident else super().here()

    def dismiss_form(self, pairing: Pairing) -> ReasonForm:
        """Return a candidate's own form for putting it aside."""
        own = self.request.POST.get("pairing") == pairing.public_id
        options: dict[str, Any] = {
            "reasons": DismissReason,
            "prefix": f"dismiss-{pairing.public_id}",
        }
        if own:
            form: ReasonForm = self.form(ReasonForm, "dismiss", **options)
            return form
        return ReasonForm(**options)

    def shortlist(self) -> str:
        """Choose a candidate."""
        shortlist(self.pairing(), by=self.reader)
        return _("Shortlisted. You can introduce the two sides, or take it back.")

    def dismiss(self) -> str:
        """Put a candidate aside with a reason."""
        pairing = self.pairing()
        given = self.valid(self.dismiss_form(pairing))
        dismiss(pairing, by=self.reader, **given)
        return _("Put aside. You find it under “Put aside” and can restore it.")

    def restore(self) -> str:
        """Take a decision back."""
        restore(self.pairing(), by=self.reader)
        return _("Taken back: it is a suggestion again.")

    def refresh(self) -> str:
        """Look for candidates anew."""
        if not self.is_secretariat:
            raise NotAllowed(action="refresh")
        count = refresh_for_need(self.need)
        return _("%(count)s candidates are proposed now.") % {"count": count}
