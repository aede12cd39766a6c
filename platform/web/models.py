"""What the site keeps for a short while, on its own account."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifecycle import clock

KEPT_HOURS = 24
TOKEN_DIGITS = 64


def kept_until() -> datetime:
    """Return until when what is kept now stays."""
    return clock.now() + timedelta(hours=KEPT_HOURS)


class KeptText(models.Model):
    """A text carried from the matcher's box to the form, for a day.

    Whoever holds the token (a cookie) may read it; the row holds its digest alone.
    """

    token_digest = models.CharField(max_length=TOKEN_DIGITS, unique=True)
    text = models.TextField()
    expires_at = models.DateTimeField(default=kept_until, db_index=True)

    class Meta:
        verbose_name = _("kept text")
        verbose_name_plural = _("kept texts")

    def __str__(self) -> str:
        return f"{self.expires_at:%Y-%m-%d %H:%M}"


class SentForm(models.Model):
    """A form that was sent, so that the same form sent twice makes one row."""

    token = models.CharField(max_length=TOKEN_DIGITS)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made = models.CharField(max_length=10, blank=True)
    expires_at = models.DateTimeField(default=kept_until, db_index=True)

    class Meta:
        verbose_name = _("sent form")
        verbose_name_plural = _("sent forms")
        constraints = [
            models.UniqueConstraint(fields=["by", "token"], name="one_row_per_form")
        ]

    def __str__(self) -> str:
        return self.made
