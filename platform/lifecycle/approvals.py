"""Which steps need a second person's approval, and whether they have it.

The rule is an office's data, which a floor above keeps and hands down once.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from lifecycle.errors import ApprovalMissing
from lifecycle.models import Approval, ApprovalState

OPEN = (ApprovalState.ASKED, ApprovalState.GIVEN)


@dataclass
class Rules:
    """``steps`` names steps as ``app.model:action``; ``may_approve`` who approves."""

    steps: Callable[[], Collection[str]] = tuple
    may_approve: Callable[[Any], bool] = lambda user: False


rules = Rules()


def is_needed(instance: Any, action: str) -> bool:
    """Return whether the region's data asks for an approval of this step."""
    return f"{instance._meta.label_lower}:{action}" in rules.steps()


def open_approval(instance: Any, action: str) -> Approval | None:
    """Return what was asked for or given and still holds.

    An approval is of a text: where that was changed afterwards, it holds no more.
    """
    found = (
        Approval.objects.filter(
            subject_type=instance._meta.label_lower,
            subject_id=instance.public_id,
            action=action,
            state__in=OPEN,
        )
        .select_related("drafter", "approver")
        .first()
    )
    changed_at = getattr(instance, "updated_at", None)
    if found is None or (changed_at is not None and changed_at > found.asked_at):
        return None
    return found


def last_answer(instance: Any, action: str) -> Approval | None:
    """Return the last request about this step, however it ended."""
    rows = Approval.objects.filter(
        subject_type=instance._meta.label_lower,
        subject_id=instance.public_id,
        action=action,
    )
    return rows.select_related("drafter", "approver").first()


def use(instance: Any, action: str) -> dict[str, str]:
    """Use up the approval of a step that is being taken; call it with the row locked.

    Returns:
        What the step's log entry says of it; empty where none is needed.

    Raises:
        ApprovalMissing: one is needed and was not given.

    Side effects: marks the approval as carried out.
    """
    if not is_needed(instance, action):
        return {}
    approval = open_approval(instance, action)
    if approval is None or approval.state != ApprovalState.GIVEN:
        raise ApprovalMissing()
    approval.state = ApprovalState.USED
    approval.save(update_fields=["state"])
    return {
        "drafted_by": str(approval.drafter),
        "approved_by": str(approval.approver),
        "document_no": approval.document_no,
    }
