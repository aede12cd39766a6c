"""States as data: which action leads from where to where, and who may do it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Transition:
    """One row of a transition table.

    ``may`` names who may do it: ``may(user, instance)``, where ``user`` is ``None``
    for the machine itself (a matcher's proposal, a term that ran out). ``reasons``
    lists the coded reasons when one must be given.
    """

    action: str
    sources: frozenset[str]
    target: str
    may: Callable[[Any, Any], bool]
    reasons: type[models.TextChoices] | None = None
    needs_comment: bool = False


class Machine:
    """The transition table of one model's ``state`` field."""

    def __init__(self, *transitions: Transition) -> None:
        """Index the rows; the same action may stand in several rows.

        Raises:
            ValueError: two rows lead the same action away from the same state.
        """
        self.transitions = transitions
        self._rows: dict[tuple[str, str], Transition] = {}
        for row in transitions:
            for source in row.sources:
                if (row.action, source) in self._rows:
                    raise ValueError(f"{row.action} from {source} stands twice")
                self._rows[row.action, source] = row
        self.actions = frozenset(row.action for row in transitions)

    def find(self, action: str, state: str) -> Transition | None:
        """Return the row for ``action`` in ``state``, if there is one."""
        return self._rows.get((action, state))

    def allows(self, action: str, user: Any, instance: Any) -> bool:
        """Return whether ``user`` may do ``action`` on ``instance`` in some state."""
        rows = (row for row in self.transitions if row.action == action)
        return any(row.may(user, instance) for row in rows)

    def targets(self, action: str) -> frozenset[str]:
        """Return the states that ``action`` can lead to."""
        return frozenset(r.target for r in self.transitions if r.action == action)

    def open_actions(self, instance: Any, user: Any) -> list[str]:
        """Return the actions that ``user`` may do on ``instance`` now, in order."""
        return [
            row.action
            for row in self.transitions
            if instance.state in row.sources and row.may(user, instance)
        ]


def transition(
    action: str,
    sources: str | tuple[str, ...],
    target: str,
    may: Callable[[Any, Any], bool],
    *,
    reasons: type[models.TextChoices] | None = None,
    needs_comment: bool = False,
) -> Transition:
    """Write one row of a table; ``sources`` is one state or several."""
    names = (sources,) if isinstance(sources, str) else sources
    return Transition(action, frozenset(names), target, may, reasons, needs_comment)
