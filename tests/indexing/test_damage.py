"""A file of the own index that is damaged, gone or locked: readers are answered."""

import sqlite3
from contextlib import closing

import pytest

from catalogue.actions.feed import note_change
from catalogue.actions.needs import close_need
from indexing import index as indexes
from indexing import tasks
from indexing.checking import compare
from indexing.selectors import completions, fewer, meant, search
from lifecycle import jobs
from search.documents import Key
from search.engine import EngineDamaged, EngineError
from search.engines.sqlite import SqliteEngine
from tests.factories.accounts import secretary
from tests.factories.catalogue import NeedFactory
from tests.factories.search import damage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.fixture
def file(settings):
    return settings.INDEX_DIR / "search.sqlite3"


@pytest.fixture
def need():
    """A need that the index has."""
    need = NeedFactory(title_ja="干し柿の皮むき", title_en="")
    assert found("干し柿") == [need]
    return need


def _full(path):
    raise OSError("the disk is full")


def found(text):
    return [one.thing for one in search(text, kinds=["need"]).found]


# What is done, and the table or index whose damage it meets.
WORK = {
    "search": ("written_data", lambda need: found("干し柿") == [need]),
    "count": ("audience", lambda need: found("") == [need]),
    "follow": ("meta", lambda need: indexes.index().follow() is None),
    "complete": (
        "beginning_folded",
        lambda need: completions("干し")[0].text == need.title_ja,
    ),
    "meant": ("vocabulary_sound", lambda need: meant("みかんばこ") is None),
    "fewer": ("written_data", lambda need: fewer("柿 ぶどう", kinds=()) != ()),
    "check": ("cut", lambda need: not indexes.index().do(compare).wrong),
}


@pytest.mark.parametrize("work", WORK)
def test_a_damaged_file_is_filled_anew_whatever_is_asked_of_it(
    need, file, work, caplog
):
    table, act = WORK[work]
    indexes.forget()
    damage(file, table)

    assert act(need)
    assert "damaged" in caplog.text
    assert found("干し柿") == [need]


def test_what_must_not_be_told_is_not_told_by_a_damaged_file(need, file):
    indexes.forget()
    damage(file, "document")

    close_need(need, by=secretary(), reason="other")
    jobs.find("indexing.hide").run(kind="need", object_id=need.public_id)

    assert Key("need", need.public_id) not in indexes.index().do(SqliteEngine.keys)


def test_a_file_that_another_process_has_filled_meanwhile_is_kept(need, monkeypatch):
    monkeypatch.setattr(SqliteEngine, "discard", pytest.fail)
    met = []

    def read(engine):
        met.append(engine)
        if len(met) == 1:
            raise EngineDamaged("it was, until another process filled it anew")
        return engine.keys()

    assert Key("need", need.public_id) in indexes.index().do(read)
    assert found("干し柿") == [need]


def test_healing_that_fails_is_tried_again(need, file, monkeypatch):
    indexes.forget()
    damage(file, "written_data")
    with monkeypatch.context() as patch:
        patch.setattr(SqliteEngine, "discard", _full)
        with pytest.raises(OSError, match="full"):
            found("干し柿")

    assert found("干し柿") == [need]


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM cut", "UPDATE passage SET text = CAST(x'e3e3e3' AS TEXT)"],
)
def test_texts_that_are_lost_or_none_are_damage_too(need, file, caplog, statement):
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute(statement)

    assert found("干し柿") == [need]
    assert "damaged" in caplog.text


def test_a_reader_is_answered_from_what_is_there_while_nothing_can_be_written(
    need, file, monkeypatch, caplog
):
    monkeypatch.setattr("search.engines.sqlite._PATIENCE", 0.0)
    indexes.forget()
    late = NeedFactory(title_ja="干し柿の箱", title_en="")
    note_change(late)

    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert found("干し柿") == [need]
        assert "without the last changes" in caplog.text
        # What it has may have been withdrawn since.
        told = (
            completions("干し"),
            meant("干し柿のかわ"),
            fewer("干し柿 ぶどう", kinds=()),
        )
        assert told == ((), None, ())
        with pytest.raises(EngineError, match="locked"):
            jobs.find("indexing.follow").run()
        other.execute("ROLLBACK")

    assert set(found("干し柿")) == {need, late}


def test_an_index_that_never_was_filled_does_not_say_that_there_is_nothing(
    file, monkeypatch
):
    monkeypatch.setattr("search.engines.sqlite._PATIENCE", 0.0)
    NeedFactory(title_ja="干し柿", title_en="")
    indexes.index()

    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(EngineError):
            found("干し柿")


def test_a_job_reaches_the_cluster_though_the_own_file_cannot_be_written(
    need, file, monkeypatch
):
    class Shared:
        told = []

        def follow(self):
            self.told.append("follow")

        def hide(self, thing):
            self.told.append(thing.id)

    monkeypatch.setattr(tasks, "cluster", Shared)
    monkeypatch.setattr("search.engines.sqlite._PATIENCE", 0.0)
    indexes.forget()
    note_change(NeedFactory())
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for job, given in (
            ("follow", {}),
            ("hide", {"kind": "need", "object_id": need.public_id}),
        ):
            with pytest.raises(EngineError):
                jobs.find(f"indexing.{job}").run(**given)

    assert Shared.told == ["follow", need.public_id]


def test_a_rebuild_takes_no_words_from_a_damaged_file(need, file):
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("UPDATE cut SET title = replace(title, '柿', '橋')")

    indexes.index().rebuild()

    assert found("橋") == []
    assert found("柿") == [need]
