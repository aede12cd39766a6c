"""Closed lists of this app; the labels are translations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PairingState(models.TextChoices):
    """Where a pairing of a need and an offer stands."""

    SUGGESTED = "suggested", _("Suggested")
    SHORTLISTED = "shortlisted", _("Shortlisted")
    DISMISSED = "dismissed", _("Not this time")
    INTRODUCED = "introduced", _("Introduced")


class DismissReason(models.TextChoices):
    """Why a suggestion is not followed; the matcher learns from these."""

    OFF_TOPIC = "off_topic", _("Another topic")
    WRONG_SCALE = "wrong_scale", _("The scale does not fit")
    TOO_FAR = "too_far", _("Too far away")
    KNOWN_ALREADY = "known_already", _("They know each other already")
    CONFLICT = "conflict", _("Conflict of interest")
    NO_CAPACITY = "no_capacity", _("No room for another request")
    UNCLEAR_NEED = "unclear_need", _("The need is not clear enough yet")
    OTHER = "other", _("Other")


# These speak of the two texts: from them is learned, and an offer answers no longer.
OF_THE_TEXT = (DismissReason.OFF_TOPIC, DismissReason.WRONG_SCALE)
# These speak of who offers, whichever of their offers was looked at. What is left
# speaks of the need, or of nothing that is known.
OF_THE_PERSON = (
    DismissReason.TOO_FAR,
    DismissReason.KNOWN_ALREADY,
    DismissReason.CONFLICT,
    DismissReason.NO_CAPACITY,
)


class EventState(models.TextChoices):
    """Where the plan of a matching event stands."""

    DRAFT = "draft", pgettext_lazy("state of a plan", "In preparation")
    PLANNING = "planning", _("Being planned")
    IMPOSSIBLE = "impossible", _("Cannot be planned like this")
    PROPOSED = "proposed", pgettext_lazy("state of a plan", "Proposed")
    CONFIRMED = "confirmed", pgettext_lazy("state of a plan", "Confirmed")


class NoText(models.TextChoices):
    """Why the matcher has nothing to go on."""

    NO_ENTRY = "no_entry", _("No entry has been made yet")
    DRAFT = "draft", _("An entry was begun, but not handed in")
    RETURNED = "returned", _("The entry was returned with a comment")
    ARCHIVED = "archived", _("The entry was taken out of the catalogue")
    SUBMITTED = "submitted", _("The entry waits to be checked")
    EMPTY = "empty", _("There is no text to compare")
    TOO_SHORT = "too_short", _("No word tells it from others")


class WeightsState(models.TextChoices):
    """Where a version of the learned weights stands."""

    PROPOSED = "proposed", pgettext_lazy("state of weights", "Proposed")
    USED = "used", pgettext_lazy("state of weights", "In use")
    REJECTED = "rejected", pgettext_lazy("state of weights", "Rejected")
    SET_ASIDE = "set_aside", pgettext_lazy("state of weights", "Set aside")
