"""The time as the product sees it: the real one, or an injected one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_injected: ContextVar[datetime | None] = ContextVar("injected", default=None)


def now() -> datetime:
    """Return the present moment, aware."""
    return _injected.get() or timezone.now()


def today() -> date:
    """Return the present day in the region's time zone."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the block see ``moment`` (aware) as the present."""
    token = _injected.set(moment)
    try:
        yield
    finally:
        _injected.reset(token)
