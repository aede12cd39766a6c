"""What follows in the catalogue from a change of people."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from accounts.models import Membership, User
from catalogue.actions.feed import note_change
from catalogue.models import Need

_NAMES = {"name_ja", "name_en"}


@receiver([post_save, post_delete], sender=Membership)
def note_member(instance: Membership, **signal: Any) -> None:
    """Note that an anonymous poster has other people, whose names would tell it."""
    _note_anonymous(Q(organisation=instance.organisation_id))


@receiver(post_save, sender=User)
def note_name(
    instance: User, update_fields: Collection[str] | None, **signal: Any
) -> None:
    """Note that one of an anonymous poster's people has another name."""
    if update_fields is None or _NAMES & set(update_fields):
        works_there = Q(organisation__memberships__user=instance)
        _note_anonymous(works_there | Q(created_by=instance))


def _note_anonymous(condition: Q) -> None:
    for need in Need.objects.filter(condition, anonymous=True).distinct():
        note_change(need)
