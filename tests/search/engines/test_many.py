"""Many documents are prepared in several processes, and come out as from one."""

import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from multiprocessing import active_children

import pytest

from search.documents import PUBLIC, Key, SearchDocument
from search.engine import EngineError
from search.engines import many
from search.engines.cutting import CutText, cut


@pytest.fixture(autouse=True)
def three_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "MANY", 3)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1})


def _documents(count: int) -> list[SearchDocument]:
    return [
        SearchDocument("need", str(n), 1, frozenset({PUBLIC}), title={"ja": f"橋{n}"})
        for n in range(count)
    ]


def _digest(document: SearchDocument, held: Sequence[CutText]) -> str:
    return document.digest()


def _end(document: SearchDocument, held: Sequence[CutText]) -> None:
    os._exit(3)


def _here(
    document: SearchDocument, held: Sequence[CutText]
) -> tuple[int, tuple[CutText, ...]]:
    return os.getpid(), cut(document, held).texts


def _nothing(keys: Sequence[Key]) -> dict[Key, list[CutText]]:
    return {}


def test_many_come_out_in_order_and_leave_no_process_behind() -> None:
    documents = _documents(70)

    found = many.prepared(_digest, documents, _nothing)

    assert [*islice(found, 4)] == [document.digest() for document in documents[:4]]
    assert active_children()
    assert [*found] == [document.digest() for document in documents[4:]]
    assert active_children() == []


def test_few_start_no_process() -> None:
    documents = _documents(3)

    assert len([*many.prepared(_digest, documents, _nothing)]) == 3
    assert active_children() == []


def test_what_is_held_goes_to_no_other_process_and_keeps_its_place() -> None:
    documents = _documents(256)
    held = {one.key: cut(one).texts for one in [*documents[:64], *documents[192:]]}
    mixed = documents[100].key
    held[mixed] = (replace(cut(documents[100]).texts[0], terms="柚"),)

    found = [*many.prepared(_here, documents, lambda keys: held)]

    expected = {document.key: cut(document).texts for document in documents}
    assert [texts for _, texts in found] == [*{**expected, **held}.values()]
    here = [process == os.getpid() for process, _ in found]
    assert here == [True] * 64 + [False] * 128 + [True] * 64
    assert active_children() == []


def test_a_process_that_ends_is_an_error_of_the_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(many, "MANY", 0)

    with pytest.raises(EngineError, match="came to an end"):
        list(many.prepared(_end, _documents(1), _nothing))
