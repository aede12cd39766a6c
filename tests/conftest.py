"""What every test may use."""

import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import close_old_connections, connection
from django.test import TransactionTestCase
from django.utils import translation

from accounts.models import Region
from catalogue.selectors import synonyms
from curation.models import CONSENTS
from indexing import cluster, index
from lifecycle import clock, triggers
from recommendations import engine
from search.engines.elasticsearch import ElasticsearchEngine
from tests.elasticsearch import server as elasticsearch
from tests.factories.accounts import RegionFactory
from tests.factories.demonstration import loaded
from tests.postgresql import server as postgresql

Together = Callable[..., list[Any]]

# The suite shares its machine: whether a search is quick is measured in benchmarks/.
PATIENCE_MS = 20_000

# The append-only ledgers, as arguments of ``lifecycle.triggers``.
LEDGERS: list[tuple[str, ...]] = [(), CONSENTS]


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out what needs a server that is not to be had; see tests/run.py."""
    missing = {
        name
        for name, reason in (
            ("elasticsearch", elasticsearch.obstacle()),
            ("elasticsearch_node", elasticsearch.obstacle_to_faults()),
            ("postgresql_server", postgresql.obstacle()),
        )
        if reason is not None
    }
    left_out = [i for i in items if missing & {m.name for m in i.iter_markers()}]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(scope="session")
def elasticsearch_node(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[elasticsearch.Node]:
    """Start a node of our own, for all tests of this process."""
    node = elasticsearch.Node(tmp_path_factory.mktemp("elasticsearch"))
    yield node
    node.kill()


@pytest.fixture(scope="session")
def elasticsearch_server(request: pytest.FixtureRequest) -> elasticsearch.Server:
    """Return the server that is named, or a node of our own."""
    if elasticsearch.GIVEN:
        return elasticsearch.Server(elasticsearch.GIVEN)
    node: elasticsearch.Node = request.getfixturevalue("elasticsearch_node")
    return node


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Keep what migrations put in, to put it back after a flush."""
    with django_db_blocker.unblock():
        content = connection.creation.serialize_db_to_string()
        connection._test_serialized_contents = content


@pytest.fixture(scope="session", autouse=True)
def ledgers_can_be_emptied() -> Iterator[None]:
    """Let the flush after a transactional test empty the append-only tables."""
    with pytest.MonkeyPatch.context() as patch:
        flush = TransactionTestCase._fixture_teardown

        def without_triggers(case: TransactionTestCase) -> None:
            for ledger in LEDGERS:
                triggers.remove(connection, *ledger)
            # What migrations put in (Wagtail's root, groups) is there for the next one.
            case.serialized_rollback = True
            flush(case)
            connection.creation.deserialize_db_from_string(
                connection._test_serialized_contents
            )
            for ledger in LEDGERS:
                triggers.install(connection, *ledger)

        patch.setattr(TransactionTestCase, "_fixture_teardown", without_triggers)
        yield


@pytest.fixture(autouse=True)
def own_indexes(settings: Any, tmp_path_factory: Any) -> Iterator[None]:
    """Give every test indexes of its own: a rollback takes back what they followed."""
    settings.INDEX_DIR = tmp_path_factory.getbasetemp() / f"index-{uuid4().hex}"
    # A request leaves its language behind.
    with translation.override("ja"):
        yield
    forget_indexes()


def forget_indexes() -> None:
    """Let go of the indexes in this process, and of what was read for them."""
    engine.forget()
    index.forget()
    cluster.forget()
    synonyms.forget()


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration region, loaded once for all tests of a module."""
    with django_db_blocker.unblock(), loaded():
        yield


@pytest.fixture
def region(db: None) -> Region:
    """The one region, with invented names, in which the secretariat reads first."""
    return RegionFactory()


def shared_settings(server: elasticsearch.Server) -> dict[str, Any]:
    """Return settings that name an index of its own on a server."""
    return {
        "ELASTICSEARCH_URLS": [server.url],
        "ELASTICSEARCH_INDEX": f"renkei-test-{uuid4().hex[:12]}",
        "ELASTICSEARCH_PATIENCE_MS": PATIENCE_MS,
        "ELASTICSEARCH_PAUSE": 0,
    }


@pytest.fixture
def shared(
    settings: Any, elasticsearch_server: elasticsearch.Server
) -> Iterator[cluster.ClusterIndex]:
    """The index that all machines share; there is none before it was followed.

    Time stands still: on a slow machine no change grows too old for it either.
    """
    for name, value in shared_settings(elasticsearch_server).items():
        setattr(settings, name, value)
    found = cluster.cluster()
    assert found is not None
    with clock.at(clock.now()):
        yield found
    with elasticsearch_server.client() as client:
        ElasticsearchEngine(client, settings.ELASTICSEARCH_INDEX).drop()


@pytest.fixture
def together() -> Together:
    """Run functions at the same moment in threads of their own.

    Returns what each returned, or the exception that it raised, in their order.
    """

    def run(*functions: Callable[[], Any]) -> list[Any]:
        start = threading.Barrier(len(functions))
        results: list[Any] = [None] * len(functions)

        def work(index: int, function: Callable[[], Any]) -> None:
            start.wait()
            try:
                results[index] = function()
            except Exception as error:
                results[index] = error
            finally:
                connection.close()

        threads = [
            threading.Thread(target=work, args=pair) for pair in enumerate(functions)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        close_old_connections()
        return results

    return run
