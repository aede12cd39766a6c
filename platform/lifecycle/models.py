"""The log of everything that was decided, and the embedded job table."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifecycle import clock


class LogEntry(models.Model):
    """Who did what, when and why, and what changed. Append-only.

    A database trigger refuses UPDATE and DELETE on both engines. ``case`` is the
    public id of the need that the step belongs to, or the subject's own.
    """

    case = models.CharField(max_length=10, db_index=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=10)
    action = models.CharField(max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="log_entries",
    )
    actor_role = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"])]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.action}"


class ApprovalState(models.TextChoices):
    """Where an approval stands."""

    ASKED = "asked", _("Approval asked for")
    GIVEN = "given", _("Approved")
    SENT_BACK = "sent_back", _("Sent back")
    USED = "used", _("Carried out")
    LAPSED = "lapsed", _("Lapsed, as the text was changed")


class Approval(models.Model):
    """A second person's approval of one step of one thing.

    ``note`` is the drafter's word to the approver, ``comment`` what comes back.
    """

    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=10)
    action = models.CharField(max_length=40)
    state = models.CharField(
        max_length=10, choices=ApprovalState.choices, default=ApprovalState.ASKED
    )
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    note = models.TextField(blank=True)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    document_no = models.CharField(_("document number"), max_length=60, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "action"],
                condition=models.Q(state__in=["asked", "given"]),
                name="one_open_approval_per_step",
            ),
            models.CheckConstraint(
                condition=~models.Q(drafter=models.F("approver")),
                name="approver_is_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.action} ({self.state})"


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """Work of the embedded backend, claimed by a conditional UPDATE."""

    task = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=JobState.choices, default=JobState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    heartbeat_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"{self.task} {self.arguments}"
