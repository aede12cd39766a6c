"""The thread of a web process that keeps the indexes true where nobody asks.

A job tells Elasticsearch of every change at once. This thread catches up with what
the cluster missed while it was away, and keeps the machine's own index warm, so that
it can answer in the cluster's place at any moment.
"""

import logging
import threading
from collections.abc import Callable

from django.db import Error, close_old_connections

from indexing.cluster import cluster
from indexing.index import index
from search.engine import EngineError

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
"""Short enough that no change is missing in Elasticsearch for ``ARRIVES_WITHIN``."""


def keep_indexes(stopped: threading.Event, pause: float = PAUSE_SECONDS) -> None:
    """Follow the feed with every index there is until ``stopped`` is set.

    Side effects: writes the indexes; logs an index that goes away and comes back.
    """
    away: set[str] = set()
    while not stopped.is_set():
        _follow("the own index", lambda: index().follow(), away)
        shared = cluster()
        if shared is not None:
            # An index that is not there is a long work: the job's.
            _follow("Elasticsearch", shared.catch_up, away)
        stopped.wait(pause)
    close_old_connections()


def _follow(name: str, follow: Callable[[], object], away: set[str]) -> None:
    close_old_connections()
    try:
        follow()
    except (EngineError, Error, OSError) as error:
        # Index or database may be away for a moment; the next round tries again.
        if name not in away:
            log.error("Following with %s failed: %s", name, error)
        away.add(name)
    else:
        if name in away:
            log.warning("Following with %s goes on", name)
        away.discard(name)
