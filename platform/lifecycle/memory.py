"""Reads that are not repeated while one page is made."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

Answer = TypeVar("Answer")

_remembered: ContextVar[dict[Callable[[], Any], Any] | None] = ContextVar(
    "remembered", default=None
)


@contextmanager
def remembering() -> Iterator[None]:
    """Let the block ask each ``read_once`` function once; afterwards all is forgotten.

    Only for what reads: a block that changes what it has read would not see it.
    """
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def read_once(read: Callable[[], Answer]) -> Callable[[], Answer]:
    """Make a read without arguments answer from memory within ``remembering``.

    An exception is not remembered. Outside of such a block it reads every time.
    """

    @wraps(read)
    def remembered() -> Answer:
        known = _remembered.get()
        if known is None:
            return read()
        if read not in known:
            known[read] = read()
        answer: Answer = known[read]
        return answer

    return remembered
