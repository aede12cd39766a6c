"""Elasticsearch ranks for one text, is told of changes first, and may be away."""

import logging
from uuid import uuid4

import pytest
from django.core.management import call_command

from catalogue.actions.feed import note_change, trim_feed
from catalogue.enums import OfferState
from catalogue.models import Change, Expertise
from lifecycle import clock, jobs
from matching import VERSION, RankingError, cluster
from matching.cluster import ClusterRanking
from matching.rankers import InMemory
from recommendations import engine as engines
from recommendations.actions.suggestions import refresh_for_need
from recommendations.ranking import ELASTICSEARCH
from recommendations.selectors import answer, candidates
from search.engines.elasticsearch import ElasticsearchEngine
from tests.conftest import PATIENCE_MS
from tests.factories.accounts import secretary
from tests.factories.catalogue import ExpertiseFactory, NeedFactory

pytestmark = [
    # A follower counts as read what is committed.
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("region"),
    pytest.mark.elasticsearch,
]

TEXT = "竹林の手入れをして、竹を炭にしたい。"
BAMBOO = "竹林の手入れと竹の炭"
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def chosen(settings, elasticsearch_server):
    settings.MATCHING_RANKING = ELASTICSEARCH
    settings.ELASTICSEARCH_URLS = [elasticsearch_server.url]
    settings.ELASTICSEARCH_INDEX = f"renkei-test-{uuid4().hex[:12]}"
    settings.ELASTICSEARCH_PATIENCE_MS = PATIENCE_MS
    settings.ELASTICSEARCH_PAUSE = 0
    engines.forget()
    yield
    engines.forget()
    with elasticsearch_server.client() as client:
        ClusterRanking(client, settings.ELASTICSEARCH_INDEX).drop()
        ElasticsearchEngine(client, settings.ELASTICSEARCH_INDEX).drop()


@pytest.fixture
def alone(monkeypatch):
    """How often the process ranked by itself."""
    asked = []
    best = InMemory.best

    def counted(self, *given):
        asked.append(given)
        return best(self, *given)

    monkeypatch.setattr(InMemory, "best", counted)
    return asked


def offer(title, **given):
    made = ExpertiseFactory(title_ja=title, title_en="", **given)
    note_change(made)
    return made


def others():
    for title in ("橋のひび割れの点検", "外国語の会話の教材", "煮干しの選別の画像"):
        offer(title)


def reopened():
    """Let the next question be asked as by a process that starts now."""
    engines.forget()


def found(text=TEXT):
    return [row.thing for row in answer(text).found]


def test_elasticsearch_ranks_and_a_change_is_in_the_next_answer(alone):
    others()
    engines.engine().save()
    assert found() == []
    bamboo = offer(BAMBOO)
    assert found() == [bamboo]
    reopened()
    assert found() == [bamboo]
    need = NeedFactory(title_ja="竹林の手入れ", title_en="")
    note_change(need)
    refresh_for_need(need)
    assert candidates(need)[0].expertise == bamboo
    assert [row.thing for row in answer(TEXT, kinds=["need"], reader=secretary()).found]
    bamboo.state = OfferState.ARCHIVED
    bamboo.save()
    note_change(bamboo)
    assert found() == []
    assert alone == []


def test_a_process_ranks_by_itself_until_the_ranking_is_filled(alone, caplog):
    others()
    bamboo = offer(BAMBOO)
    with caplog.at_level(logging.WARNING):
        assert found() == [bamboo]
    assert len(alone) == 1
    assert "Elasticsearch does not rank, this process does" in caplog.text
    jobs.find("recommendations.save_index").run()
    with caplog.at_level(logging.WARNING):
        assert found() == [bamboo]
    assert len(alone) == 1
    assert "Elasticsearch ranks again" in caplog.text


def test_what_was_saved_while_it_was_away_is_told_first(
    settings, elasticsearch_server, alone, caplog
):
    others()
    engines.engine().save()
    settings.ELASTICSEARCH_URLS = [NOWHERE]
    reopened()
    bamboo = offer(BAMBOO)
    assert found() == [bamboo]
    assert len(alone) == 1
    with pytest.raises(RankingError):
        engines.engine().fill_shared()
    engines.engine().save()
    assert "The shared ranking could not be filled" in caplog.text
    settings.ELASTICSEARCH_URLS = [elasticsearch_server.url]
    reopened()
    assert found() == [bamboo]
    assert len(alone) == 1


def test_one_that_breaks_down_between_two_is_gone_on_for(monkeypatch, alone):
    others()
    twins = {offer(BAMBOO), offer(BAMBOO)}
    engines.engine().save()
    assert set(found()) == twins
    best = ClusterRanking.best

    def torn(self, *given):
        yield next(best(self, *given))
        raise RankingError(reason="torn")

    monkeypatch.setattr(ClusterRanking, "best", torn)
    assert set(found()) == twins
    assert len(found()) == len(twins)
    assert len(alone) == 2


def test_an_index_filled_anew_is_gone_over_to(alone):
    others()
    engine = engines.engine()
    engine.save()
    bamboo = offer(BAMBOO)
    assert found() == [bamboo]
    # As another process does.
    engines.CatalogueMatcher(engine.folder, engines.shared_ranker()).fill_shared()
    more = offer("竹の炭")
    for _ in range(2):
        assert found() == [bamboo, more]
    assert len(alone) <= 1


def test_what_another_release_left_is_dropped_on_request(monkeypatch, capsys):
    others()
    engines.engine().save()
    monkeypatch.setattr(cluster, "VERSION", "another")
    reopened()
    engines.engine().save()
    call_command("search", "check", "--look")
    assert f"_ranking-{VERSION}." in capsys.readouterr().out
    call_command("search", "check")
    assert engines.engine().shared.left_over() == []


def test_what_aged_is_filled_anew_and_nothing_else():
    others()
    engine = engines.engine()
    engine.save()
    shared = engine.shared._shared
    first = shared.generation()
    engine.save()
    assert shared.generation() == first
    offer(BAMBOO)
    engine.save()
    second = shared.generation()
    assert (second.documents, second.target != first.target) == (4, True)
    # Nobody can say any more what changed since.
    offer("竹の炭")
    trim_feed(older_than=clock.now() - clock.now())
    assert Change.objects.count() == 1
    engine.save()
    assert shared.generation().documents == Expertise.objects.count() == 5
