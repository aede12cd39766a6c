"""What every thing with states has."""

from django.db import models

from lifecycle import clock
from lifecycle.identifiers import PublicIdField


class Stateful(models.Model):
    """A row whose ``state`` changes only through ``lifecycle.actions.perform``."""

    public_id = PublicIdField()
    state = models.CharField(max_length=20)
    state_since = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True

    @property
    def case_id(self) -> str:
        """The public id under which the log keeps this thing's steps."""
        return self.public_id
