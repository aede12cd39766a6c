"""What the codes of the log are called."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import OrganisationKind, Role
from catalogue.enums import CloseReason
from curation.enums import DeclineReason, EndReason
from lifecycle.models import LogEntry
from projects.enums import AgreementKind, StopReason
from recommendations.enums import DismissReason

ACTIONS = {
    "accept": _("Accepted"),
    "activate": _("Work began"),
    "add": _("Added"),
    "add_agreement": _("Kind of agreement added"),
    "add_member": _("Member added"),
    "add_milestone": _("Milestone added"),
    "agree": _("Both sides agreed"),
    "apply_agreement": _("Agreement applied for"),
    "approve": _("Approved"),
    "archive": _("Taken out of the catalogue"),
    "ask": _("Asked both sides"),
    "ask_for_text": _("Asked for a text"),
    "ask_approval": _("Approval asked for"),
    "change_role": _("Role changed"),
    "close": _("Closed"),
    "complete": _("Completed"),
    "confirm": _("Meetings confirmed"),
    "confirm_none_needed": _("Confirmed that no agreement is needed"),
    "consent_to_be_named": _("Consent to be named recorded"),
    "decline": _("Declined"),
    "dismiss": _("Put aside"),
    "draft": _("Draft begun"),
    "draft_result": _("Result written down"),
    "edit": _("Edited"),
    "end": _("Ended"),
    "end_membership": _("Membership ended"),
    "expire": _("Expired"),
    "finish_milestone": _("Milestone reached"),
    "give_up": _("Could not be planned"),
    "introduce": _("Introduced"),
    "lapse": _("Lapsed"),
    "load": _("Loaded with the region's data"),
    "learn": _("Learned from decisions"),
    "look_at_name": _("Withheld name looked at"),
    "open": _("Opened"),
    "pass_on": _("Passed on"),
    "plan": _("Planning begun"),
    "prepare_again": _("In preparation again"),
    "propose": _("Meetings proposed"),
    "publish": pgettext_lazy("step", "Published"),
    "register": _("Registered"),
    "reject": _("Rejected"),
    "remind": _("Reminded"),
    "remove": _("Removed"),
    "renew": _("Renewed"),
    "renew_term": _("Last day set anew"),
    "reopen": _("On the shortlist again"),
    "restore": _("Decision taken back"),
    "resume": _("Open again"),
    "return": _("Returned"),
    "revive": _("Brought back as a draft"),
    "send_back": _("Approval refused with a comment"),
    "set_aside": _("Set aside"),
    "settle": _("Settled"),
    "shortlist": _("Shortlisted"),
    "sign_agreement": _("Agreement signed"),
    "start": _("Joint project set up"),
    "start_dialogue": pgettext_lazy("step", "In dialogue"),
    "start_project": _("Joint project begun"),
    "start_talking": _("Talks began"),
    "stop": _("Stopped"),
    "submit": _("Handed in"),
    "use_again": _("Used again"),
    "withdraw": _("Taken back"),
}
REASONS: dict[str, type[models.TextChoices]] = {
    "catalogue.need": CloseReason,
    "curation.introduction": EndReason,
    "curation.party": DeclineReason,
    "projects.project": StopReason,
    "recommendations.pairing": DismissReason,
}
# What the log says besides a model's own fields.
FIELDS = {
    "agreement_kind": _("kind of agreement"),
    "kind": _("kind"),
    "milestone": _("milestone"),
    "municipality": _("municipality"),
    "name": pgettext_lazy("organisation", "name"),
    "outcome": _("result"),
    "role": _("role"),
    "user": _("account"),
    "applied_on": _("applied for on"),
    "signed_on": _("signed on"),
    "document_no": _("document number"),
    "drafted_by": _("drafted by"),
    "approved_by": _("approved by"),
    "confirmed_on": _("confirmed on"),
    "confirmed_by": _("recorded by"),
    "confirmed_by_name": _("confirmed by"),
    "done_on": _("reached on"),
    "due_on": _("last day"),
}
# Fields that only the machine needs.
QUIET = {"updated_at", "published_at", "opened_at", "answered_at", "answered_by"}
_CHOICES: dict[str, type[models.TextChoices]] = {
    "agreement_kind": AgreementKind,
    "role": Role,
}
_ROW_CHOICES: dict[tuple[str, str], type[models.TextChoices]] = {
    ("projects.project", "kind"): AgreementKind,
    ("accounts.organisation", "kind"): OrganisationKind,
}


def action_label(entry: LogEntry) -> str:
    """Return what was done."""
    return str(ACTIONS.get(entry.action, entry.action))


def subject_label(entry: LogEntry) -> str:
    """Return what kind of thing it was done to."""
    return str(apps.get_model(entry.subject_type)._meta.verbose_name)


def reason_label(entry: LogEntry) -> str:
    """Return the coded reason in words."""
    if not entry.reason:
        return ""
    choices = REASONS.get(entry.subject_type)
    return dict(choices.choices).get(entry.reason, entry.reason) if choices else ""


def changes_of(entry: LogEntry) -> list[dict[str, str]]:
    """Return each changed field with its values before and after, in words."""
    model = apps.get_model(entry.subject_type)
    names = [*entry.before, *(n for n in entry.after if n not in entry.before)]
    found = []
    for name in names:
        before = _value(model, name, entry.before.get(name, ""))
        after = _value(model, name, entry.after.get(name, ""))
        if name not in QUIET and before != after:
            label = _field_label(model, name)
            found.append({"label": label, "before": before, "after": after})
    return found


def _field_label(model: type[models.Model], name: str) -> str:
    if name in FIELDS:
        return str(FIELDS[name])
    try:
        return str(getattr(model._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name


def _value(model: type[models.Model], name: str, value: Any) -> str:
    choices = _ROW_CHOICES.get((model._meta.label_lower, name)) or _CHOICES.get(name)
    if choices is not None:
        return str(dict(choices.choices).get(value, value))
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return str(value)
    if field.null and value == "None":
        # As the log writes a field that has no value.
        return ""
    if isinstance(field, models.BooleanField) and value:
        return str(_("yes") if value == "True" else _("no"))
    if isinstance(field, models.ForeignKey) and str(value).isdecimal():
        row = field.related_model._default_manager.filter(pk=value).first()
        return str(row or value)
    read: Callable[..., Any] = dict(getattr(field, "flatchoices", ()) or ()).get
    return str(read(value, value))
