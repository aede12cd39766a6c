"""The log of a case, told: which entry is read by whom, and in what words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lifecycle.models import LogEntry
from projects.selectors.audience import Audience, Case, Subject
from projects.selectors.tellings import TELLINGS, Telling
from projects.selectors.values import note_of, values_of, who_did


@dataclass(frozen=True)
class Step:
    """One thing that happened, as the reader may know it.

    ``code`` is the stage's code, ``stage`` its name; ``note`` may have several lines;
    ``thing`` is what a face can link to.
    """

    code: str
    stage: str
    at: datetime
    what: str
    who: str = ""
    note: str = ""
    thing: Subject | None = None

    @property
    def title(self) -> str:
        """What happened (the name the timeline's component uses)."""
        return self.what


def tell(case: Case, entries: Iterable[LogEntry]) -> list[Step]:
    """Return the entries that the case's reader may read, in their order.

    The entries' actors need ``memberships`` fetched, unless the public reads.
    """
    steps = []
    for entry in entries:
        subject = case.subjects.get((entry.subject_type, entry.subject_id))
        telling = TELLINGS.get((entry.subject_type, entry.action))
        if subject is None or telling is None or not telling.is_for(case, subject):
            continue
        steps.append(
            Step(
                code=telling.stage.value,
                stage=str(telling.stage.label),
                at=entry.at,
                what=_message(telling, case, subject) % values_of(case, entry, subject),
                who=who_did(case, entry, subject),
                note=note_of(case, entry, subject, telling),
                thing=subject,
            )
        )
    return steps


def _message(telling: Telling, case: Case, subject: Subject) -> str:
    if case.audience == Audience.STAFF and telling.staff:
        return str(telling.staff)
    if telling.named and case.names_offer(subject):
        return str(telling.named)
    return str(telling.message)
