"""The append-only feed of what changed: matcher and index follow it."""

from django.db import models

from lifecycle import clock


class Change(models.Model):
    """Something that readers see was added, changed or removed.

    Written in the transaction of the change. Followers keep their own position and
    load the thing's present state, so a row says only which thing it is.
    """

    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=10)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
