"""Preparing many documents for an index: in several processes, where that pays.

To cut a text takes far longer than to write it, and Python cuts on one core at a time.
What an index already holds is not cut, and not worth the way to another process.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import current_process, get_context
from typing import TypeVar

from search.documents import Key, SearchDocument
from search.engine import EngineError
from search.engines.cutting import CutText, is_held

MANY = 1_000
"""So many this process cuts alone: to start others takes as long."""

_BATCH = 64
_AHEAD = 2
"""Batches of each process that wait to be written."""

_MOST_PROCESSES = 4
"""Each holds a dictionary of its own in memory."""

T = TypeVar("T")
Held = Sequence[CutText]
Given = tuple[SearchDocument, Held]
Look = Callable[[Sequence[Key]], Mapping[Key, Held]]
Work = Callable[[SearchDocument, Held], T]


def prepared(
    work: Work[T],
    documents: Iterable[SearchDocument],
    held: Look,
) -> Iterator[T]:
    """Do some work on each document, in order.

    Args:
        work: a function of a module, so that another process finds it by its name; it
            is given a document and what is held of it.
        documents: read by this thread alone, little ahead of what is given.
        held: finds the texts that are held of some documents, with their words.

    Raises:
        EngineError: one of the processes came to an end of its own.

    Side effects: processes, once more than `MANY` documents have something to cut; they
    end with the documents.
    """
    processes = min(len(os.sched_getaffinity(0)), _MOST_PROCESSES)
    # A daemon of `multiprocessing` may have no processes of its own.
    alone = processes < 2 or current_process().daemon
    pool: ProcessPoolExecutor | None = None
    waiting: deque[Callable[[], list[T]]] = deque()
    to_cut = 0
    try:
        for batch in _batches(documents, held):
            new = sum(not is_held(*one) for one in batch)
            to_cut += new
            if alone or not new or to_cut <= MANY:
                waiting.append(partial(_all, work, batch))
            else:
                pool = pool or _pool(processes)
                waiting.append(pool.submit(_all, work, batch).result)
            while len(waiting) > (_AHEAD * processes if pool else 0):
                yield from waiting.popleft()()
        while waiting:
            yield from waiting.popleft()()
    except BrokenProcessPool as error:
        raise EngineError("a process that cut texts came to an end") from error
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)


def _batches(documents: Iterable[SearchDocument], held: Look) -> Iterator[list[Given]]:
    rest = iter(documents)
    while batch := [*islice(rest, _BATCH)]:
        known = held([document.key for document in batch])
        yield [(document, known.get(document.key, ())) for document in batch]


def _pool(processes: int) -> ProcessPoolExecutor:
    # Spawned, not forked: threads of this process may hold locks at this moment.
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"))


def _all(work: Work[T], batch: list[Given]) -> list[T]:
    return [work(*one) for one in batch]
