"""What an entry of the log is about, by the names its reader may know."""

from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from catalogue.enums import CloseReason
from catalogue.models import Need
from curation.enums import DeclineReason, EndReason, Side
from curation.models import Introduction, Party
from curation.selectors.people import name_is_withheld
from curation.selectors.sentences import answer_sentence
from design.formatting import long_date
from lifecycle.models import LogEntry
from projects.enums import AgreementKind, StopReason
from projects.models import Project
from projects.selectors.audience import Audience, Case, Subject
from projects.selectors.tellings import Telling
from projects.selectors.wording import side_name
from recommendations.enums import DismissReason
from recommendations.models import Pairing

_REASONS: dict[type[Subject], type[TextChoices]] = {
    Need: CloseReason,
    Pairing: DismissReason,
    Introduction: EndReason,
    Party: DeclineReason,
    Project: StopReason,
}
_STAFF_ROLES = (Role.SECRETARIAT, Role.OFFICER)


def values_of(case: Case, entry: LogEntry, subject: Subject) -> dict[str, object]:
    """Return the words that a telling's message is formatted with."""
    values: dict[str, object] = {"reason": _reason(entry, subject), "title": subject}
    pairing = _pairing(subject)
    if pairing is not None:
        values["offer"] = pairing.expertise
        values["institution"] = pairing.expertise.organisation
    if isinstance(subject, Introduction):
        values["offerer"] = _offerer(subject)
    if isinstance(subject, Party):
        values["name"] = side_name(subject, case.reader)
        values["researcher"] = subject.researcher
    if isinstance(subject, Project):
        values |= _project(entry)
    return values


def who_did(case: Case, entry: Any, subject: Subject) -> str:
    """Return who took a step: a person to their own side and to staff, else a side.

    The entry tells as ``by_poster`` whether its actor belongs to the poster.
    The public reads no names here; nobody but their own people and an agreed other
    side reads the names of an anonymous poster's people.
    """
    if case.audience == Audience.PUBLIC:
        return ""
    actor = entry.actor
    if actor is None:
        return _("Automatically")
    if entry.actor_role in _STAFF_ROLES:
        return _office(case, entry, actor)
    if actor.pk == case.need.created_by_id or entry.by_poster:
        return _poster(case, actor)
    if case.audience == Audience.NEED:
        introduction = _introduction(subject)
        return str(introduction.expertise.organisation) if introduction else ""
    return str(actor)


def note_of(case: Case, entry: LogEntry, subject: Subject, telling: Telling) -> str:
    """Return the free text of a step, and of a refusal what may be told about it."""
    if isinstance(subject, Party):
        if entry.action == "decline":
            return _refusal(case, entry, subject)
        own = case.is_own(subject)
    else:
        own = False
    return entry.note if own or case.audience in telling.notes else ""


def _refusal(case: Case, entry: LogEntry, party: Party) -> str:
    if case.audience == Audience.STAFF:
        return entry.note
    if case.is_own(party):
        return "\n".join(filter(None, [_reason(entry, party), entry.note]))
    return answer_sentence(party)


def _reason(entry: LogEntry, subject: Subject) -> str:
    choices = _REASONS.get(type(subject))
    if choices is None or not entry.reason:
        return ""
    return str(choices(entry.reason).label)


def _pairing(subject: Subject) -> Pairing | None:
    if isinstance(subject, Pairing):
        return subject
    introduction = _introduction(subject)
    return introduction.pairing if introduction else None


def _introduction(subject: Subject) -> Introduction | None:
    if isinstance(subject, Introduction):
        return subject
    return getattr(subject, "introduction", None)


def _offerer(introduction: Introduction) -> str:
    """The offering side as a published result names it."""
    party = introduction.party(Side.OFFER)
    if party.researcher is None:
        return str(party.organisation)
    return _("%(researcher)s, %(institution)s") % {
        "researcher": party.researcher,
        "institution": party.organisation,
    }


def _project(entry: LogEntry) -> dict[str, object]:
    after = entry.after
    values: dict[str, object] = {"milestone": after.get("milestone", "")}
    if kind := after.get("kind"):
        values["kind"] = AgreementKind(kind).label
    if day := after.get("signed_on") or after.get("applied_on"):
        values["day"] = long_date(date.fromisoformat(day))
    return values


def _office(case: Case, entry: LogEntry, actor: User) -> str:
    if case.audience == Audience.STAFF:
        return str(actor)
    if entry.actor_role == Role.SECRETARIAT:
        return str(case.office)
    return _("the office in charge")


def _poster(case: Case, actor: User) -> str:
    party = next((i.party(Side.NEED) for i in case.introductions), None)
    withheld = (
        case.need.anonymous if party is None else name_is_withheld(party, case.reader)
    )
    if case.audience == Audience.NEED:
        return str(actor)
    if withheld:
        return _("the poster (name withheld)")
    staff = case.audience == Audience.STAFF
    return str(actor) if staff else str(case.need.organisation)
