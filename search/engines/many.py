"""Preparing many documents for an index: in several processes, where that pays.

To cut a text takes far longer than to write it, and Python cuts on one core at a time.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import current_process, get_context
from typing import TypeVar

from search.documents import SearchDocument
from search.engine import EngineError

MANY = 1_000
"""So many this process does alone: to start others takes as long."""

_BATCH = 64
_AHEAD = 2
"""Batches of each process that wait to be written."""

_MOST_PROCESSES = 4
"""Each holds a dictionary of its own in memory."""

T = TypeVar("T")


def prepared(
    work: Callable[[SearchDocument], T], documents: Iterable[SearchDocument]
) -> Iterator[T]:
    """Do some work on each document, in order.

    Args:
        work: a function of a module, so that another process finds it by its name.
        documents: read by this thread alone, little ahead of what is given.

    Raises:
        EngineError: one of the processes came to an end of its own.

    Side effects: processes, behind the first `MANY`; they end with the documents.
    """
    rest = iter(documents)
    yield from map(work, islice(rest, MANY))
    batches = iter(lambda: [*islice(rest, _BATCH)], [])
    following = next(batches, None)
    if following is None:
        return
    processes = min(len(os.sched_getaffinity(0)), _MOST_PROCESSES)
    # A daemon of `multiprocessing` may have no processes of its own.
    if processes < 2 or current_process().daemon:
        yield from map(work, chain(following, rest))
        return
    # Spawned, not forked: threads of this process may hold locks at this moment.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[list[T]]] = deque()
        try:
            for batch in chain([following], batches):
                waiting.append(pool.submit(_all, work, batch))
                if len(waiting) > _AHEAD * processes:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            raise EngineError("a process that cut texts came to an end") from error
        finally:
            pool.shutdown(cancel_futures=True)


def _all(
    work: Callable[[SearchDocument], T], documents: list[SearchDocument]
) -> list[T]:
    return [work(document) for document in documents]
