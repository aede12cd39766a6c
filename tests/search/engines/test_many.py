"""Many documents are prepared in several processes, and come out as from one."""

import os
from itertools import islice
from multiprocessing import active_children

import pytest

from search.documents import PUBLIC, SearchDocument
from search.engine import EngineError
from search.engines import many


@pytest.fixture(autouse=True)
def three_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "MANY", 3)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1})


def _documents(count: int) -> list[SearchDocument]:
    return [
        SearchDocument("need", str(n), 1, frozenset({PUBLIC}), title={"ja": f"橋{n}"})
        for n in range(count)
    ]


def test_many_come_out_in_order_and_leave_no_process_behind() -> None:
    documents = _documents(70)

    found = many.prepared(SearchDocument.digest, documents)

    assert [*islice(found, 4)] == [document.digest() for document in documents[:4]]
    assert active_children()
    assert [*found] == [document.digest() for document in documents[4:]]
    assert active_children() == []


def test_few_start_no_process() -> None:
    documents = _documents(3)

    assert len([*many.prepared(SearchDocument.digest, documents)]) == 3
    assert active_children() == []


def test_a_process_that_ends_is_an_error_of_the_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(many, "MANY", 0)

    with pytest.raises(EngineError, match="came to an end"):
        list(many.prepared(os._exit, [3]))  # type: ignore[list-item]
