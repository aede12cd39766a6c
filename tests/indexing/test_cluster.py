"""The catalogue in Elasticsearch: true, followed, rebuilt while saves go on."""

import json
import threading
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalogue.actions.feed import note_change
from catalogue.actions.needs import close_need
from catalogue.enums import Visibility
from indexing import cluster
from indexing.following import position
from indexing.keeping import keep_indexes
from indexing.selectors import search
from lifecycle import jobs
from search.engine import EngineError
from tests.factories.accounts import OrganisationFactory, person_in, secretary
from tests.factories.catalogue import NeedFactory
from tests.indexing.conftest import everything, later

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("region"),
    pytest.mark.elasticsearch,
]

MERGED_WITHIN = 30.0  # seconds, on a busy machine


def needs_found(text="", reader=None):
    found = search(text, kinds=["need"], reader=reader)
    return [one.thing for one in found.found], found.in_place


def segments(client, index):
    client.indices.refresh(index=index)
    (held,) = client.indices.segments(index=index)["indices"].values()
    (copies,) = held["shards"].values()
    return copies[0]["num_search_segments"]


def follow():
    jobs.find("indexing.follow").run()


def persimmon(**given):
    return NeedFactory(title_ja="干し柿の皮むき", title_en="", **given)


def test_until_there_is_an_index_the_own_one_answers(shared):
    need = persimmon()

    assert needs_found("干し柿") == ([need], True)
    follow()
    assert needs_found("干し柿") == ([need], False)


def test_every_change_arrives_by_the_job(shared):
    follow()
    need = persimmon()
    note_change(need)
    follow()
    assert needs_found("干し柿") == ([need], False)

    close_need(need, by=secretary(), reason="other")
    follow()
    assert needs_found("干し柿") == ([], False)
    assert needs_found("皮むき") == ([], False)


@pytest.mark.django_db(transaction=True)
def test_nothing_but_the_search_is_asked_while_nothing_is_late(shared, monkeypatch):
    need = persimmon()
    note_change(need)
    follow()
    assert needs_found("干し柿") == ([need], False)
    monkeypatch.setattr(shared.engine, "bookmark", pytest.fail)

    with later():
        assert needs_found("干し柿") == ([need], False)
        # On its way.
        note_change(persimmon())
        assert needs_found("干し柿") == ([need], False)


def test_an_index_of_another_database_is_not_asked(shared):
    need = persimmon()
    follow()
    shared.engine.set_bookmark(json.dumps([2**40, 5]))

    assert needs_found("干し柿") == ([need], True)


def test_the_poster_of_an_anonymous_need_is_in_no_answer(shared):
    owner = OrganisationFactory(
        name_ja="株式会社うしお鋳造", name_en="Ushio Casting", kana="ウシオチュウゾウ"
    )
    hidden = NeedFactory(organisation=owner, anonymous=True)
    follow()

    assert needs_found() == ([hidden], False)
    for reader in (None, person_in(OrganisationFactory()), secretary()):
        for text in ("うしお鋳造", "うしお", "ウシオチュウゾウ", "Ushio"):
            found = search(text, kinds=["need"], reader=reader)
            assert (found.total, found.in_place) == (0, False)


def test_visibility_holds_in_searches_and_counts(shared):
    member_only = persimmon(visibility=Visibility.MEMBERS)
    member = person_in(OrganisationFactory())
    follow()

    assert needs_found("干し柿") == ([], False)
    assert needs_found("干し柿", member) == ([member_only], False)
    assert search(kinds=["need"]).facets.get("state", {}) == {}


def test_a_lost_index_is_built_anew(shared):
    need = persimmon()
    follow()

    shared.engine.drop()
    assert needs_found("干し柿") == ([need], True)
    follow()
    assert needs_found("干し柿") == ([need], False)


def test_a_late_write_to_a_dropped_index_makes_no_index(shared):
    follow()
    late = shared.engine.pinned()
    shared.rebuild()

    with pytest.raises(EngineError):
        late.set_bookmark("[0, 0]")
    with pytest.raises(EngineError):
        late.index([])
    assert len(shared.engine.generations()) == 1


def test_the_segments_of_a_rebuilt_index_become_one(shared, elasticsearch_server):
    need = persimmon()
    shared.rebuild()

    with elasticsearch_server.client() as client:
        end = time.monotonic() + MERGED_WITHIN
        while segments(client, shared.engine.target) > 1:
            assert time.monotonic() < end
            time.sleep(0.1)
    assert needs_found("干し柿") == ([need], False)


def test_an_unfinished_rebuild_leaves_the_old_index(shared, monkeypatch):
    need = persimmon()
    follow()

    def broken():
        raise RuntimeError("the catalogue went away")

    monkeypatch.setattr("indexing.following.all_documents", broken)
    with pytest.raises(RuntimeError):
        shared.rebuild()

    assert needs_found("干し柿") == ([need], False)
    assert len(shared.engine.generations()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_under_load_loses_nothing_and_is_never_empty(shared, together):
    for _ in range(30):
        note_change(persimmon())
    follow()
    first = everything(shared).total
    done = threading.Event()
    counts = []

    def read():
        while not done.is_set():
            counts.append(everything(shared).total)

    def save():
        for _ in range(20):
            note_change(persimmon())
            follow()
        done.set()

    def rebuild():
        while not done.is_set():
            shared.rebuild()
        return "rebuilt"

    *_, rebuilt = together(read, read, save, rebuild)
    follow()

    answer = everything(shared)
    keys = [hit.key for hit in answer.hits]
    empty = sum(count < first for count in counts)
    print(f"rebuild: answers={len(counts)} empty={empty} lost={first + 20 - len(keys)}")
    assert rebuilt == "rebuilt"
    assert empty == 0
    assert len(keys) == len(set(keys)) == answer.total == first + 20


@pytest.mark.django_db(transaction=True)
def test_the_thread_takes_in_what_no_job_told_of(shared, together):
    follow()
    need = persimmon()
    note_change(need)
    before = position(shared.engine)

    stopped = threading.Event()
    stopped.wait = lambda pause: stopped.set()
    together(lambda: keep_indexes(stopped))

    assert position(shared.engine) != before
    assert needs_found("干し柿") == ([need], False)


def test_who_is_overtaken_by_a_rebuild_follows_the_new_index(shared, monkeypatch):
    follow()
    kind, old = type(shared.engine), shared.engine.pinned()
    shared.rebuild()
    new = shared.engine.pinned().target
    pinned, answers = kind.pinned, [old]
    monkeypatch.setattr(
        kind, "pinned", lambda engine: answers.pop() if answers else pinned(engine)
    )

    assert shared.catch_up()
    assert pinned(shared.engine).target == new != old.target


def test_check_finds_and_mends_what_differs(shared):
    right, wrong, gone = (persimmon() for _ in range(3))
    follow()
    # Written past the actions, so that no feed tells of it.
    wrong.title_ja = "柚子の皮むき"
    wrong.save()
    gone_id = gone.public_id
    gone.delete()
    missing = persimmon()

    looked, mended, again = check("--look"), check(), check()

    differing = [f"  need {one}" for one in (wrong.public_id, gone_id)]
    for name in ("this machine's index", "Elasticsearch"):
        said = [line for line in looked if line.startswith(name)]
        assert [line.split(": ")[1].split(" right, ")[1] for line in said] == [
            "1 missing, 1 left over, 1 different"
        ]
    for line in [*differing, f"  need {missing.public_id}"]:
        assert looked.count(line) == mended.count(line) == 2
        assert line not in again
    assert mended.count("  mended; 0 still differ") == 2
    assert needs_found("柚子") == ([wrong], False)
    assert set(needs_found("干し柿")[0]) == {right, missing}


def check(*options):
    out = StringIO()
    call_command("search", "check", *options, stdout=out)
    return out.getvalue().splitlines()


def test_check_says_that_elasticsearch_is_away(shared, settings):
    settings.ELASTICSEARCH_URLS = ["http://127.0.0.1:1"]
    cluster.forget()

    with pytest.raises(CommandError, match="could not be checked"):
        check()


def test_check_drops_what_another_release_left(shared, elasticsearch_server, settings):
    follow()
    other = f"{settings.ELASTICSEARCH_INDEX}-0f0f0f0f-1"
    with elasticsearch_server.client() as client:
        client.indices.create(index=other)

    assert f"Elasticsearch: {other} is of another release" in check()
    assert shared.engine.left_over() == []
    assert needs_found() == ([], False)
