"""What is withdrawn, hidden or made anonymous leaves both indexes ahead of all else."""

import logging

import pytest

from catalogue.actions.feed import note_change
from catalogue.actions.needs import close_need
from catalogue.enums import Visibility
from indexing import index as indexes
from indexing.checking import StillFound
from lifecycle import jobs
from lifecycle.models import Job
from search.engine import Engine
from search.query import Query
from tests.factories.accounts import OrganisationFactory, secretary
from tests.factories.catalogue import NeedFactory
from tests.factories.search import EVERYONE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.fixture(
    params=[
        "embedded",
        pytest.param("elasticsearch", marks=pytest.mark.elasticsearch),
    ],
)
def engine(request) -> Engine:
    """An index that followed the feed until here; it is asked itself."""
    if request.param == "elasticsearch":
        shared = request.getfixturevalue("shared")
        jobs.find("indexing.follow").run()
        return shared.engine
    jobs.find("indexing.follow").run()
    return indexes.index().do(lambda engine: engine)


@pytest.fixture
def need(engine):
    need = NeedFactory(
        title_ja="干し柿の皮むき",
        title_en="",
        organisation=OrganisationFactory(name_ja="うしお鋳造"),
    )
    note_change(need)
    jobs.find("indexing.follow").run()
    assert told(engine, "干し柿") == told(engine, "うしお鋳造") == 1
    return need


def told(engine, text):
    """How many things the public is told of."""
    return engine.search(Query(text, EVERYONE, operator="all")).total


def urgent():
    """Run what waits and is urgent, and nothing else."""
    for job in Job.objects.filter(task="indexing.hide"):
        jobs.find(job.task).run(**job.arguments)


def test_what_is_closed_goes_before_what_waits(engine, need):
    note_change(NeedFactory(title_ja="柚子の種取り", title_en=""))
    close_need(need, by=secretary(), reason="other")

    urgent()

    assert told(engine, "干し柿") == 0
    assert told(engine, "柚子") == 0
    jobs.find("indexing.follow").run()
    assert told(engine, "柚子") == 1


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.SECRETARIAT])
def test_what_only_some_may_read_is_kept_from_the_others(engine, need, visibility):
    need.visibility = visibility
    need.save()
    note_change(need)

    urgent()

    assert told(engine, "干し柿") == 0


def test_a_name_that_is_withheld_from_now_on_is_forgotten(engine, need):
    need.anonymous = True
    need.save()
    note_change(need)

    urgent()

    assert told(engine, "干し柿") == 1
    assert told(engine, "うしお鋳造") == 0


def test_what_everybody_may_read_is_not_urgent(need):
    note_change(need)

    assert not Job.objects.filter(task="indexing.hide").exists()


def test_an_engine_that_did_not_obey_is_told_again(engine, need, monkeypatch, caplog):
    remove, calls = type(engine).remove, []

    def forgetful(self, removals):
        calls.append(list(removals))
        return remove(self, calls[-1]) if len(calls) > 1 else 0

    monkeypatch.setattr(type(engine), "remove", forgetful)
    close_need(need, by=secretary(), reason="other")

    urgent()

    assert (told(engine, "干し柿"), len(calls)) == (0, 2)
    assert "does not forget" not in caplog.text


def test_an_engine_that_never_obeys_is_reported(engine, need, monkeypatch, caplog):
    monkeypatch.setattr(type(engine), "remove", lambda self, removals: 0)
    close_need(need, by=secretary(), reason="other")

    with caplog.at_level(logging.ERROR), pytest.raises(StillFound):
        urgent()

    assert f"does not forget need {need.public_id}" in caplog.text
