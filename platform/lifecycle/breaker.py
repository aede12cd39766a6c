"""Not asking for a while whoever did not answer."""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Says whether to ask; after a failure not for ``pause`` seconds.

    When they are over one asker tries; the others wait until that one succeeded.
    """

    def __init__(self, pause: float, now: Callable[[], float] = time.monotonic) -> None:
        """Begin with asking.

        Args:
            pause: seconds.
            now: the clock, in seconds.
        """
        self._pause = pause
        self._now = now
        self._until: float | None = None
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Return whether to ask; may give the one permission to try."""
        with self._lock:
            if self._until is None:
                return True
            if self._now() < self._until:
                return False
            self._until = self._now() + self._pause
            return True

    def failed(self) -> bool:
        """Note that no answer came; return whether that is news."""
        with self._lock:
            news, self._until = self._until is None, self._now() + self._pause
            return news

    def succeeded(self) -> bool:
        """Note that an answer came; return whether that is news."""
        with self._lock:
            news, self._until = self._until is not None, None
            return news
