"""Whom researchers may be asked by: their open requests and conflicts of interest."""

from datetime import date

from django.db import transaction

from accounts.models import Organisation
from catalogue.enums import ConflictKind
from catalogue.models import Conflict, OpenRequest, Researcher
from catalogue.selectors.people import has_room
from catalogue.signals import availability_changed
from lifecycle import clock


def take_request(researcher: Researcher, *, subject: str) -> None:
    """Count a request against a researcher's capacity; a passed-on one moves.

    Args:
        researcher: who is asked from now on.
        subject: the request's public id.

    Side effects: writes the ``OpenRequest``; sends ``availability_changed`` for whoever
    had room and has none now, or the other way round. Call it inside a transaction.
    """
    finish_request(subject=subject)
    OpenRequest.objects.create(
        researcher=researcher, subject=subject, since=clock.now()
    )
    if not has_room(researcher):
        availability_changed.send(sender=Researcher, researcher=researcher)


def set_capacity(researcher: Researcher, capacity: int | None) -> None:
    """Let a researcher take so many open requests at a time.

    Args:
        researcher: afterwards it carries the number.
        capacity: 0 for none at present; None for as many as the region says.

    Raises:
        ValidationError: the number is out of range.

    Side effects: writes the researcher; sends ``availability_changed`` where they have
    room now and had none, or the other way round.
    """
    with transaction.atomic():
        row = Researcher.objects.select_for_update().get(pk=researcher.pk)
        had_room = has_room(row)
        Researcher._meta.get_field("capacity").clean(capacity, row)
        row.capacity = researcher.capacity = capacity
        row.save(update_fields=["capacity"])
        if has_room(row) != had_room:
            availability_changed.send(sender=Researcher, researcher=row)


def finish_request(*, subject: str) -> None:
    """Let a request no longer count, where it did.

    Side effects: removes the ``OpenRequest``; sends ``availability_changed`` where the
    researcher has room again. Call it inside a transaction.
    """
    request = OpenRequest.objects.filter(subject=subject).first()
    if request is None:
        return
    was_full = not has_room(request.researcher)
    request.delete()
    if was_full and has_room(request.researcher):
        availability_changed.send(sender=Researcher, researcher=request.researcher)


def note_conflict(
    researcher: Researcher | None, organisation: Organisation, *, kind: str, source: str
) -> None:
    """Note that two sides must not be brought together from now on, where nobody has.

    Args:
        researcher, organisation: the two sides; without a researcher nothing is noted.
        kind: a ``ConflictKind``.
        source: the public id of what it comes from; kept as the conflict's note.

    Side effects: writes the ``Conflict``, for good until ``end_conflict`` or the
    secretariat says otherwise; sends ``availability_changed``. Call it inside a
    transaction.
    """
    if researcher is None:
        return
    _, created = Conflict.objects.get_or_create(
        researcher=researcher,
        organisation=organisation,
        defaults={"kind": ConflictKind(kind), "note": source},
    )
    if created:
        availability_changed.send(sender=Researcher, researcher=researcher)


def end_conflict(*, source: str, on: date) -> None:
    """Let what was noted by ``note_conflict`` count until a day.

    What the secretariat has changed since stays as it is.

    Args:
        source: as it was given.
        on: the last day on which it counts.

    Side effects: writes the ``Conflict``. Call it inside a transaction.
    """
    Conflict.objects.filter(note=source, until=None).update(until=on)
