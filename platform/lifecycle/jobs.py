"""One small port for work after the commit: a registry and ``enqueue``.

Jobs carry identifiers, load what they need and make one call. They may run twice
(a worker can die after the work and before saying so), so each must be repeatable.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Task:
    """A function that workers can run by its name."""

    name: str
    run: Callable[..., None]
    hourly: bool = False
    urgent: bool = False


_registry: dict[str, Task] = {}


class Backend(Protocol):
    """Where jobs wait and who runs them."""

    def enqueue(self, task: Task, arguments: dict[str, Any]) -> None:
        """Queue in the caller's transaction: no commit, no job."""

    def drain(self) -> int:
        """Run everything that is due, here and now; return how many ran."""

    def work(self) -> None:
        """Run jobs until the process is told to stop."""


def task(
    name: str, *, hourly: bool = False, urgent: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as the task ``name`` (``app.verb``).

    Args:
        name: unique, and stable across releases: queued jobs carry it.
        hourly: also run it by itself once an hour, without arguments.
        urgent: run it before all that waits and is not.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        if name in _registry:
            raise ValueError(f"two tasks are called {name}")
        _registry[name] = Task(name, function, hourly, urgent)
        return function

    return register


def find(name: str) -> Task:
    """Return the task called ``name``.

    Raises:
        KeyError: no such task is registered.
    """
    return _registry[name]


def all_tasks() -> list[Task]:
    """Return every registered task."""
    return list(_registry.values())


@cache
def backend() -> Backend:
    """Return the backend that the settings name."""
    return cast(Backend, import_string(settings.JOBS_BACKEND)())


def enqueue(name: str, **arguments: Any) -> None:
    """Queue the task ``name`` in the present transaction.

    Raises:
        KeyError: no such task is registered.
    """
    backend().enqueue(find(name), arguments)


def drain() -> int:
    """Run everything that is due, here and now (commands do, before they end)."""
    return backend().drain()
