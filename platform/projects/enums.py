"""Closed lists of this app; the labels are translations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProjectState(models.TextChoices):
    """Where a joint project stands."""

    PREPARING = "preparing", _("Preparing")
    ACTIVE = "active", _("Under way")
    COMPLETED = "completed", _("Completed")
    STOPPED = "stopped", _("Stopped")


class AgreementKind(models.TextChoices):
    """On what terms the two sides work together."""

    NDA = "nda", _("Non-disclosure agreement")
    TECHNICAL_ADVICE = "technical_advice", _("Technical advice")
    ACADEMIC_GUIDANCE = "academic_guidance", _("Academic guidance")
    COMMISSIONED_RESEARCH = "commissioned_research", _("Commissioned research")
    JOINT_RESEARCH = "joint_research", _("Joint research")
    TEST_OR_EQUIPMENT_USE = "test_or_equipment_use", _("Test or use of equipment")
    DONATION = "donation", _("Donation")
    NONE_NEEDED = "none_needed", _("No agreement needed")


class StopReason(models.TextChoices):
    """Why a project was stopped."""

    FUNDING = "funding", _("No funding")
    PEOPLE = "people", _("The people needed are not available")
    NOT_FEASIBLE = "not_feasible", _("It turned out not to be feasible")
    TERMS = "terms", _("The conditions could not be settled")
    SOLVED = "solved", _("The need was solved in another way")
    OTHER = "other", _("Other")


class Stage(models.TextChoices):
    """The five stages of a case, as everybody sees them."""

    NEED = "need", pgettext_lazy("stage", "Need")
    CANDIDATES = "candidates", pgettext_lazy("stage", "Candidates")
    INTRODUCTION = "introduction", pgettext_lazy("stage", "Introduction")
    PROJECT = "project", pgettext_lazy("stage", "Joint project")
    RESULT = "result", pgettext_lazy("stage", "Result")


class Waiting(models.TextChoices):
    """What a case waits for; the desk's queue is filtered by it."""

    HAND_IN = "hand_in", _("Needs to be completed by the poster")
    READ = "read", _("Needs to be read")
    CHOOSE = "choose", _("Needs without a chosen candidate")
    ASK = "ask", _("Chosen, not yet introduced")
    ANSWER = "answer", _("Waiting for an answer")
    TALK = "talk", _("Agreed, not yet talking")
    DECIDE = "decide", _("Talking")
    PREPARE = "prepare", _("Projects in preparation")
    MILESTONE = "milestone", _("Overdue milestones")
    WORK = "work", _("Projects under way")
    WRITE = "write", _("Completed without a result")
    PUBLISH = "publish", _("Results to be published")
