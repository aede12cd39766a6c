"""Requests that researchers have not finished with: taken, passed on, finished."""

from catalogue.models import OpenRequest, Researcher
from catalogue.selectors.people import has_room
from catalogue.signals import room_changed
from lifecycle import clock


def take_request(researcher: Researcher, *, subject: str) -> None:
    """Count a request against a researcher's capacity; a passed-on one moves.

    Args:
        researcher: who is asked from now on.
        subject: the request's public id.

    Side effects: writes the ``OpenRequest``; sends ``room_changed`` for whoever had
    room and has none now, or the other way round. Call it inside a transaction.
    """
    finish_request(subject=subject)
    OpenRequest.objects.create(
        researcher=researcher, subject=subject, since=clock.now()
    )
    if not has_room(researcher):
        room_changed.send(sender=Researcher, researcher=researcher)


def finish_request(*, subject: str) -> None:
    """Let a request no longer count, where it did.

    Side effects: removes the ``OpenRequest``; sends ``room_changed`` where the
    researcher has room again. Call it inside a transaction.
    """
    request = OpenRequest.objects.filter(subject=subject).first()
    if request is None:
        return
    was_full = not has_room(request.researcher)
    request.delete()
    if was_full and has_room(request.researcher):
        room_changed.send(sender=Researcher, researcher=request.researcher)
