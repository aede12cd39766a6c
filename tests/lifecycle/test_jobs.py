"""What both backends of jobs promise."""

import os
import signal

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from lifecycle import jobs
from tests.factories.catalogue import ThemeFactory
from tests.lifecycle.backends import EmbeddedQueue, ProcrastinateQueue

QUEUES = [EmbeddedQueue]
if connection.vendor == "postgresql":
    QUEUES.append(ProcrastinateQueue)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=QUEUES, ids=lambda queue: queue.__name__)
def queue(request, settings, monkeypatch):
    """One backend, with a registry of tasks that only the test fills."""
    monkeypatch.setattr(jobs, "_registry", {})
    settings.JOBS_BACKEND = request.param.path
    jobs.backend.cache_clear()
    queue = request.param()
    queue.empty()
    yield queue
    queue.empty()
    jobs.backend.cache_clear()


@pytest.fixture
def done(queue):
    """What the task ``test.note`` was asked to note."""
    noted = []

    @jobs.task("test.note")
    def note(*, word, number=0):
        noted.append((word, number))

    return noted


def test_a_job_waits_until_it_is_run_once(queue, done):
    jobs.enqueue("test.note", word="煮干し", number=2)
    assert (done, queue.states()) == ([], [("queued", 0)])

    assert jobs.drain() == 1
    assert jobs.drain() == 0

    assert (done, queue.states()) == ([("煮干し", 2)], [("done", 1)])


def test_jobs_run_in_the_order_of_their_coming(queue, done):
    for word in "abc":
        jobs.enqueue("test.note", word=word)

    assert jobs.drain() == 3
    assert [word for word, _number in done] == ["a", "b", "c"]


def test_what_is_urgent_runs_before_what_waits(queue, done):
    @jobs.task("test.hurry", urgent=True)
    def hurry():
        done.append("now")

    jobs.enqueue("test.note", word="a")
    jobs.enqueue("test.hurry")

    assert jobs.drain() == 2
    assert done == ["now", ("a", 0)]


def test_without_a_commit_there_is_no_job(queue, done):
    with pytest.raises(ValueError), transaction.atomic():
        jobs.enqueue("test.note", word="lost")
        raise ValueError

    assert (queue.states(), jobs.drain(), done) == ([], 0, [])


def test_the_same_waiting_job_stands_once(queue, done):
    with transaction.atomic():
        jobs.enqueue("test.note", word="same")
        jobs.enqueue("test.note", word="same")
    jobs.enqueue("test.note", word="same")
    jobs.enqueue("test.note", word="other")

    assert jobs.drain() == 2

    jobs.enqueue("test.note", word="same")
    assert jobs.drain() == 1
    assert [word for word, _number in done] == ["same", "other", "same"]


def test_a_job_may_queue_another(queue):
    ran = []

    @jobs.task("test.first")
    def first():
        ran.append("first")
        jobs.enqueue("test.second")

    @jobs.task("test.second")
    def second():
        ran.append("second")

    jobs.enqueue("test.first")

    assert jobs.drain() == 2
    assert ran == ["first", "second"]


def test_a_failing_job_is_tried_again_later(queue):
    tries = []

    @jobs.task("test.shaky")
    def shaky():
        tries.append(1)
        if len(tries) == 1:
            raise OSError("the server is away")

    jobs.enqueue("test.shaky")

    assert jobs.drain() == 1
    assert queue.states() == [("queued", 1)]
    assert jobs.drain() == 0

    queue.make_due()
    assert jobs.drain() == 1
    assert queue.states() == [("done", 2)]


def test_a_job_that_waits_after_a_failure_does_not_stand_for_a_new_one(queue):
    @jobs.task("test.broken")
    def broken():
        raise OSError("the server is away")

    jobs.enqueue("test.broken")
    jobs.drain()

    jobs.enqueue("test.broken")

    assert queue.states() == [("queued", 1), ("queued", 0)]


def test_a_job_that_always_fails_is_given_up(queue):
    tries = []

    @jobs.task("test.broken")
    def broken():
        tries.append(1)
        raise OSError("the server is away")

    jobs.enqueue("test.broken")
    while jobs.drain():
        queue.make_due()

    assert queue.states() == [("failed", len(tries))]
    assert len(tries) == 5


def test_the_job_of_a_worker_that_died_is_taken_up_again(queue, done):
    jobs.enqueue("test.note", word="again")
    queue.lose_worker()

    assert jobs.drain() == 1
    assert (done, queue.states()) == ([("again", 0)], [("done", 2)])


def test_a_job_that_kills_every_worker_is_given_up(queue, done):
    jobs.enqueue("test.note", word="deadly")
    queue.lose_worker(attempts=5)

    assert jobs.drain() == 0
    assert (done, [state for state, _tries in queue.states()]) == ([], ["failed"])


def test_the_worker_runs_what_waits_until_it_is_stopped(queue, done):
    @jobs.task("test.stop")
    def stop():
        backend = jobs.backend()
        if hasattr(backend, "stop"):
            backend.stop()
        else:
            os.kill(os.getpid(), signal.SIGTERM)

    jobs.enqueue("test.note", word="work")
    jobs.enqueue("test.stop")

    call_command("work")

    assert done == [("work", 0)]
    assert queue.states() == [("done", 1), ("done", 1)]


def test_the_work_of_others_is_seen_by_a_job_that_waits(queue, together):
    """A job that stands for a second caller runs after that caller's commit."""
    if connection.vendor == "postgresql" and isinstance(queue, EmbeddedQueue):
        pytest.skip("the embedded backend works where there is one writer: SQLite")
    import threading

    from catalogue.models import Theme

    seen = []
    enqueued, drained = threading.Event(), threading.Event()

    @jobs.task("test.look")
    def look():
        seen.append(Theme.objects.count())

    jobs.enqueue("test.look")

    def write():
        with transaction.atomic():
            ThemeFactory()
            jobs.enqueue("test.look")
            enqueued.set()
            if connection.vendor == "postgresql":
                drained.wait()

    def work():
        enqueued.wait()
        jobs.drain()
        drained.set()

    answers = together(write, work)
    jobs.drain()

    assert answers == [None, None]
    assert seen[-1] == 1


def test_an_unknown_task_is_not_queued(queue):
    with pytest.raises(KeyError):
        jobs.enqueue("test.unknown")


def test_two_tasks_do_not_share_a_name(queue, done):
    with pytest.raises(ValueError, match=r"two tasks are called test\.note"):
        jobs.task("test.note")(lambda: None)
