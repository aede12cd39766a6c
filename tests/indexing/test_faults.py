"""Elasticsearch dies, hangs, is late or refuses: answers go on, and no save is lost.

Made for real, on a node of our own. Every test prints what it counted.
"""

import logging
import time

import pytest
from elastic_transport import Urllib3HttpNode

from catalogue.actions.feed import note_change
from catalogue.enums import Visibility
from config.settings import base
from indexing import cluster
from indexing.selectors import search
from lifecycle import jobs
from search.engine import EngineError
from search.query import Query
from tests.conftest import PATIENCE_MS
from tests.elasticsearch.late import late_server
from tests.factories.accounts import OrganisationFactory
from tests.factories.catalogue import NeedFactory
from tests.factories.search import EVERYONE
from tests.indexing.conftest import everything, later

pytestmark = [
    # A follower counts as read what is committed.
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("region"),
    pytest.mark.elasticsearch_node,
]


def save():
    need = NeedFactory()
    note_change(need)
    return need


def follow():
    jobs.find("indexing.follow").run()


def ask(word=""):
    """Search as the pages do; return what was found, by whom, and how long it took."""
    began = time.monotonic()
    found = search(word, kinds=["need"], size=100)
    things = {one.thing for one in found.found}
    return things, found.in_place, time.monotonic() - began


def refuse_writes(node, shared, refused=True):
    """Do as a full disk does, or end it."""
    with node.client() as client:
        client.indices.put_settings(
            index=shared.engine.target, settings={"index.blocks.write": refused or None}
        )


def reopened():
    """Return the index as a process sees it that starts under these settings."""
    cluster.forget()
    found = cluster.cluster()
    assert found is not None
    return found


def hurried(settings):
    """Return the index with the patience of production."""
    settings.ELASTICSEARCH_PATIENCE_MS = base.ELASTICSEARCH_PATIENCE_MS
    return reopened()


def patient(settings):
    """Return the index with the patience of a machine that does much beside."""
    settings.ELASTICSEARCH_PATIENCE_MS = PATIENCE_MS
    return reopened()


def assert_nothing_lost(name, shared, saved, seconds):
    """Compare what Elasticsearch holds with what was saved, and print the counts."""
    hits = [hit.id for hit in everything(shared).hits if hit.kind == "need"]
    lost = {need.public_id for need in saved} - set(hits)
    doubled = len(hits) - len(set(hits))
    print(f"{name}: answer={seconds:.3f}s lost={len(lost)} doubled={doubled}")
    assert (lost, doubled) == (set(), 0)
    assert len(hits) == len(saved)


@pytest.fixture
def answered_in_place(monkeypatch):
    """Ask, and see that nobody may wait for Elasticsearch longer than in production.

    One request is made, and no second, and it is waited for no longer than that.
    """

    def answered(saved):
        waited = []
        perform = Urllib3HttpNode.perform_request

        def noted(node, *request, request_timeout, **given):
            waited.append(request_timeout)
            return perform(node, *request, request_timeout=request_timeout, **given)

        with monkeypatch.context() as patch:
            patch.setattr(Urllib3HttpNode, "perform_request", noted)
            found, in_place, seconds = ask()
        assert (found, in_place) == (saved, True)
        [longest] = waited
        assert 0 < longest <= base.ELASTICSEARCH_PATIENCE_MS / 1000
        return seconds

    return answered


@pytest.fixture
def saved(shared):
    """Needs that are in the index; the machine's own is warm, as in production."""
    needs = {save() for _ in range(3)}
    follow()
    assert ask()[:2] == (needs, False)
    return needs


def test_killed_and_started_again(node, saved, settings, answered_in_place):
    node.kill()
    saved |= {save() for _ in range(3)}
    with pytest.raises(EngineError):
        follow()
    hurried(settings)
    seconds = answered_in_place(saved)

    node.start_again()
    shared = patient(settings)
    follow()

    assert ask()[:2] == (saved, False)
    assert_nothing_lost("killed", shared, saved, seconds)


def test_hanging(node, saved, settings, monkeypatch, answered_in_place):
    settings.ELASTICSEARCH_PAUSE = 3600
    shared = hurried(settings)
    node.hang()
    saved |= {save() for _ in range(3)}

    seconds = answered_in_place(saved)
    # The breaker: nobody waits for it again.
    monkeypatch.setattr(shared.engine, "bookmark", pytest.fail)
    monkeypatch.setattr(shared.engine, "search", pytest.fail)
    assert [ask()[1] for _ in range(5)] == [True] * 5
    monkeypatch.undo()

    node.go_on()
    shared = patient(settings)
    follow()
    assert ask()[:2] == (saved, False)
    assert_nothing_lost("hanging", shared, saved, seconds)


@pytest.mark.parametrize("late_with", ["its bookmark", "its findings"])
def test_answering_too_late(node, saved, settings, answered_in_place, late_with):
    with late_server(node.url) as late:
        settings.ELASTICSEARCH_URLS = [late.url]
        hurried(settings)
        if late_with == "its findings":
            ask()
        late.prompt.clear()
        seconds = answered_in_place(saved)
        # It did answer.
        assert late.kept_back.wait(PATIENCE_MS / 1000)

        late.prompt.set()
        shared = patient(settings)
        assert ask()[:2] == (saved, False)
        assert_nothing_lost("late", shared, saved, seconds)
        cluster.forget()


def test_all_that_a_search_asks_for_has_one_patience(shared, saved, monkeypatch):
    shared, ends = reopened(), []
    for name in ("bookmark", "search"):
        asked = getattr(shared.engine, name)

        def noted(*given, end, asked=asked):
            ends.append(end)
            return asked(*given, end=end)

        monkeypatch.setattr(shared.engine, name, noted)

    assert ask()[:2] == (saved, False)
    assert len(ends) == 2
    assert len(set(ends)) == 1


def test_refusing_to_write(node, shared, saved, settings, caplog, answered_in_place):
    refuse_writes(node, shared)
    before = set(saved)
    saved |= {save() for _ in range(3)}
    with pytest.raises(EngineError, match="blocked"):
        follow()
    # A change may take a moment to arrive, and no longer.
    assert ask()[:2] == (before, False)
    hurried(settings)
    with later():
        seconds = answered_in_place(saved)
    shared = patient(settings)
    caplog.clear()
    with later(), caplog.at_level(logging.WARNING, "indexing.cluster"):
        assert [ask()[:2] for _ in range(3)] == [(saved, True)] * 3

        refuse_writes(node, shared, False)
        follow()

        assert [ask()[:2] for _ in range(3)] == [(saved, False)] * 3
    assert [record.message for record in caplog.records] == [
        "Elasticsearch lacks older changes, the own index answers",
        "Elasticsearch has all older changes again",
    ]
    assert_nothing_lost("write-blocked", shared, saved, seconds)


def test_what_is_withheld_while_writes_are_refused_is_not_told(node, shared):
    withheld = NeedFactory(organisation=OrganisationFactory(name_ja="うしお鋳造"))
    hidden = NeedFactory(title_ja="干し柿の皮むき", title_en="")
    note_change(withheld)
    note_change(hidden)
    follow()
    words = ("うしお鋳造", "干し柿")
    assert [search(word, kinds=["need"]).total for word in words] == [1, 1]

    refuse_writes(node, shared)
    withheld.anonymous = True
    withheld.save()
    hidden.visibility = Visibility.SECRETARIAT
    hidden.save()
    note_change(withheld)
    note_change(hidden)
    with pytest.raises(EngineError, match="blocked"):
        follow()

    # It would tell both.
    held = [shared.engine.search(Query(word, EVERYONE)).total for word in words]
    assert held == [1, 1]
    with later():
        for word in words:
            found = search(word, kinds=["need"])
            counts = {n for facet in found.facets.values() for n in facet.values()}
            assert (found.found, found.total, counts - {0}) == ([], 0, set())
            assert found.in_place
        [listed] = search(kinds=["need"]).found
        assert listed.thing == withheld
        assert "うしお" not in str(listed.hit)
        counted = search(kinds=["need"]).facets
        assert max(n for facet in counted.values() for n in facet.values()) == 1


def test_after_an_outage_nobody_asks_before_it_has_caught_up(
    node, shared, saved, monkeypatch
):
    node.kill()
    saved |= {save() for _ in range(3)}
    assert ask()[:2] == (saved, True)

    node.start_again()
    monkeypatch.setattr(shared.engine, "search", pytest.fail)
    with later():
        assert ask()[:2] == (saved, True)
        follow()
        monkeypatch.undo()
        assert ask()[:2] == (saved, False)


def test_killed_in_the_middle_of_following(
    node, shared, saved, settings, monkeypatch, answered_in_place
):
    engine_type = type(shared.engine)
    keep = engine_type.set_bookmark

    def killed_before_the_bookmark(engine, bookmark):
        monkeypatch.setattr(engine_type, "set_bookmark", keep)
        node.kill()
        keep(engine, bookmark)

    saved |= {save() for _ in range(3)}
    monkeypatch.setattr(engine_type, "set_bookmark", killed_before_the_bookmark)
    with pytest.raises(EngineError):
        follow()
    hurried(settings)
    seconds = answered_in_place(saved)

    node.start_again()
    shared = patient(settings)
    follow()

    assert_nothing_lost("killed while following", shared, saved, seconds)
