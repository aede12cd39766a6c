"""Closed lists of this app; the labels are translations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where a mail stands."""

    QUEUED = "queued", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    WITHHELD = "withheld", _("Not sent (played for the demonstration)")
    GIVEN_UP = "given_up", _("Could not be sent")
