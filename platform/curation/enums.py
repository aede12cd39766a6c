"""Closed lists of this app; the labels are translations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IntroductionState(models.TextChoices):
    """Where an introduction stands."""

    ASKED = "asked", _("Both sides asked")
    AGREED = "agreed", _("Both sides agreed")
    TALKING = "talking", _("Talking")
    PROJECT = "project", _("Joint project")
    DECLINED = "declined", _("Declined")
    ENDED = "ended", _("Ended")
    LAPSED = "lapsed", _("Lapsed without an answer")


# An introduction that still needs somebody to do something; one per pairing at most.
LIVE = (
    IntroductionState.ASKED,
    IntroductionState.AGREED,
    IntroductionState.TALKING,
    IntroductionState.PROJECT,
)


class Side(models.TextChoices):
    """The two sides that are brought together."""

    NEED = "need", _("The side with the need")
    OFFER = "offer", _("The side with the offer")


class AnswerState(models.TextChoices):
    """What one side has answered."""

    WAITING = "waiting", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("No answer in time")
    CLOSED = "closed", _("No answer needed any more")


class DeclineReason(models.TextChoices):
    """Why a side declines: for the secretariat and the matcher."""

    NO_TIME = "no_time", _("No time at present")
    NOT_MY_FIELD = "not_my_field", _("Not our field")
    CONFLICT = "conflict", _("Conflict of interest")
    TERMS = "terms", _("The conditions do not fit")
    ALREADY_SOLVED = "already_solved", _("Solved already")
    OTHER = "other", _("Other")


class EndReason(models.TextChoices):
    """Why an introduction ended without a project, or with a stopped one."""

    SOLVED = "solved", _("The talks were enough to solve it")
    NO_FIT = "no_fit", _("The contents did not fit")
    TERMS = "terms", _("The conditions could not be settled")
    NO_TIME = "no_time", _("No time to go on")
    WITHDRAWN = "withdrawn", _("The request was withdrawn")
    NEED_CLOSED = "need_closed", _("The need was settled or closed")
    PROJECT_STOPPED = "project_stopped", _("The project was stopped")
    OTHER = "other", _("Other")


class Purpose(models.TextChoices):
    """What somebody consented to."""

    CONTACT = "contact", _("Opening the contact details to the other side")
    NAME = "name", _("Naming the poster in the published result")
