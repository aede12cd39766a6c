"""A step that needs a second person's approval, on the page where it is taken."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _

from desk.forms.base import ApproveForm, CommentForm, NoteForm
from desk.views.base import DeskPage
from lifecycle import approvals
from lifecycle.approving import approve, ask_approval, send_back
from lifecycle.machines import Machine
from lifecycle.models import ApprovalState
from lifecycle.stateful import Stateful


class Approvals(DeskPage):
    """Ask for approval, approve, send back: for the one step that may need it."""

    actions: ClassVar = {
        "ask_approval": "ask_approval",
        "approve": "approve",
        "send_back": "send_back",
    }

    def approved_step(self) -> tuple[Machine, Stateful, str]:
        """Return the table, the thing and the step that may need an approval."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the approval stands; ``approval.waits`` while it is missing."""
        context = super().get_context_data(**kwargs)
        return context | {"approval": self._approval()}

    def _approval(self) -> dict[str, Any]:
        machine, thing, action = self.approved_step()
        step = machine.find(action, thing.state)
        if step is None or not approvals.is_needed(thing, action):
            return {"waits": False}
        held = approvals.open_approval(thing, action)
        last = None if held else approvals.last_answer(thing, action)
        given = held is not None and held.state == ApprovalState.GIVEN
        asked = held is not None and not given
        may = step.may(self.reader, thing)
        second = held is not None and held.drafter != self.reader
        note = _("Read by the drafter and kept in the log.")
        return {
            "waits": not given,
            "held": held,
            "last": last,
            "ask_form": self.form(NoteForm, "ask_approval", prefix="ask")
            if may and held is None
            else None,
            "approve_form": self.form(ApproveForm, "approve", prefix="approve")
            if may and asked and second
            else None,
            "back_form": self.form(
                CommentForm, "send_back", help_text=note, prefix="back"
            )
            if may and asked and second
            else None,
        }

    def ask_approval(self) -> str:
        """Ask a second person."""
        given = self.valid(self.form(NoteForm, "ask_approval", prefix="ask"))
        ask_approval(*self.approved_step(), by=self.reader, **given)
        return _("Approval is asked for. A second person of the office decides.")

    def approve(self) -> str:
        """Approve what somebody else has drafted."""
        given = self.valid(self.form(ApproveForm, "approve", prefix="approve"))
        approve(*self.approved_step(), by=self.reader, **given)
        return _("Approved. The step can be taken now.")

    def send_back(self) -> str:
        """Send a draft back."""
        given = self.valid(self.form(CommentForm, "send_back", prefix="back"))
        send_back(*self.approved_step(), by=self.reader, **given)
        return _("Sent back with your comment.")
