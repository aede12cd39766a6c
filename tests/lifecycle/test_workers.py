"""What each backend does by itself while its worker runs."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from lifecycle import clock, jobs
from lifecycle.backends.embedded import Embedded
from lifecycle.models import Job, JobState
from tests.lifecycle.backends import EmbeddedQueue, ProcrastinateQueue

needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="procrastinate needs PostgreSQL"
)
NOON = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)


@pytest.fixture
def registry(monkeypatch):
    """A registry of tasks that only the test fills."""
    monkeypatch.setattr(jobs, "_registry", {})


class Rounds(threading.Event):
    """A pause that is over at once, and the end after so many of them."""

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.rounds = rounds

    def wait(self, timeout: float | None = None) -> bool:
        self.rounds -= 1
        if self.rounds == 0:
            self.set()
        return self.is_set()


def worker_of(rounds: int) -> Embedded:
    """Return a worker that looks for work so many times."""
    worker = Embedded()
    worker.stopped = Rounds(rounds)
    return worker


@pytest.mark.django_db(transaction=True)
def test_the_hourly_task_runs_once_an_hour(registry):
    ran = []
    jobs.task("test.hourly", hourly=True)(lambda: ran.append(clock.now()))
    jobs.task("test.other")(lambda: ran.append("other"))
    times = [timedelta(0), timedelta(minutes=59), timedelta(minutes=61)]

    for later in times:
        with clock.at(NOON + later):
            worker_of(3).work()

    assert ran == [NOON, NOON + times[2]]


@pytest.mark.django_db(transaction=True)
def test_old_jobs_that_are_finished_are_dropped(registry):
    jobs.task("test.hourly", hourly=True)(lambda: None)
    for state in JobState.values:
        Job.objects.create(task=f"test.{state}", state=state, due_at=clock.now())
    Job.objects.filter(state__in=["queued", "running"]).update(
        due_at=clock.now() + timedelta(days=1), heartbeat_at=clock.now()
    )
    EmbeddedQueue().grow_old()

    worker_of(1).work()

    assert set(Job.objects.values_list("task", flat=True)) == {
        "test.queued",
        "test.running",
        "test.hourly",
    }


@pytest.mark.django_db(transaction=True)
def test_a_worker_outlives_a_database_that_is_away(registry, monkeypatch, caplog):
    ran = []
    jobs.task("test.note")(lambda: ran.append(1))
    Job.objects.create(task="test.note")
    worker = worker_of(2)
    failures = [OSError("the database is away")]
    look = worker._claim

    def claim():
        if failures:
            raise failures.pop()
        return look()

    monkeypatch.setattr(worker, "_claim", claim)

    worker.work()

    assert ran == [1]
    assert [r.message for r in caplog.records] == [
        "The job worker could not look for work"
    ]


@pytest.mark.django_db
def test_a_job_claimed_by_another_worker_is_passed_over(registry, monkeypatch):
    ran = []
    jobs.task("test.note")(lambda: ran.append(1))
    job = Job.objects.create(task="test.note")
    monkeypatch.setattr(
        "lifecycle.backends.embedded.F", lambda name: taken_meanwhile(job)
    )

    assert Embedded().drain() == 0
    assert ran == []


def taken_meanwhile(job):
    """Another worker takes the job between this one's look and its claim."""
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, heartbeat_at=clock.now()
    )
    return 1


def test_a_job_says_what_it_is():
    assert str(Job(task="test.note", arguments={"id": 1})) == "test.note {'id': 1}"


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_procrastinate_tends_itself_and_knows_the_hourly_tasks(registry):
    from procrastinate.contrib.django import DjangoApp, app

    from lifecycle.backends import procrastinate as backend

    queue, ran = ProcrastinateQueue(), []
    queue.empty()
    jobs.task("test.hourly", hourly=True)(lambda: ran.append("hourly"))
    jobs.task("test.note")(lambda: ran.append("note"))
    worker = DjangoApp(connector=app.connector)

    backend._register_by_the_clock(worker)

    table = worker.periodic_registry.periodic_tasks.values()
    assert {task.task.name: task.cron for task in table} == {
        "hourly.test.hourly": "0 * * * *",
        "renkei.take_up_lost": "* * * * *",
        "renkei.drop_old": "30 * * * *",
    }
    worker.tasks["hourly.test.hourly"](timestamp=0)
    assert ran == ["hourly"]

    backend.Procrastinate().enqueue(jobs.find("test.note"), {})
    queue.lose_worker()
    worker.tasks["renkei.take_up_lost"](timestamp=0)
    assert queue.states() == [("queued", 1)]

    backend.Procrastinate().drain()
    worker.tasks["renkei.drop_old"](timestamp=0)
    assert queue.states() == [("done", 2)]
    queue.grow_old()
    worker.tasks["renkei.drop_old"](timestamp=0)
    assert queue.states() == []
    queue.empty()
