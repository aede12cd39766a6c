"""Evidence for very many pairs of a saved catalogue, by several processes.

To say why is Python's work, on one core at a time, unlike the products of a ranking.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from matching.base import Key
from matching.evidence import Evidence
from matching.matcher import Matcher

Row = tuple[Key, Sequence[Key]]
"""A document, and others to be put beside it."""

BATCH = 20
"""Rows that a process takes at a time."""

_opened: Matcher
"""The catalogue of this process, if it was started to explain."""


def explain_rows(
    path: Path,
    rows: Iterable[Row],
    *,
    words: Mapping[str, Sequence[str]],
    processes: int = 1,
) -> Iterator[list[Evidence | None]]:
    """Evidence of each row, as by `Matcher.explain_all`, in order.

    Args:
        path: where the catalogue is saved; all processes map the same files.
        rows: read at once; whoever stops may go on with those that were not given.
        words: the dictionary to ask with (`Matcher.use`); a saved index holds none.
        processes: that work side by side, 1 being this one. Where they are more,
            each imports the caller's main module anew, as `multiprocessing` does.

    Raises `SavedIndexError` and `UnknownDocument`.
    """
    if processes == 1:
        matcher = _open(path, words)
        yield from (matcher.explain_all(*row) for row in rows)
        return
    _open(path, words)  # what is wrong with it is told here, not by a broken pool
    with ProcessPoolExecutor(
        processes,
        get_context("spawn"),  # a copy of a process that runs threads may hang
        _start,
        (path, words),
    ) as pool:
        yield from pool.map(_explain, rows, chunksize=BATCH)


def _open(path: Path, words: Mapping[str, Sequence[str]]) -> Matcher:
    matcher = Matcher.load(path)
    matcher.use(words)
    return matcher


def _start(path: Path, words: Mapping[str, Sequence[str]]) -> None:
    global _opened
    _opened = _open(path, words)


def _explain(row: Row) -> list[Evidence | None]:
    return _opened.explain_all(*row)
