"""Jobs on PostgreSQL by procrastinate: queued in the caller's transaction.

Jobs are queued over Django's own connection. A worker has an app of its own with its
own connections, which knows how to run them.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from asgiref.sync import async_to_sync
from django.db import transaction
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import DjangoApp
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from lifecycle.jobs import Task, all_tasks, find

RUNNER = "renkei.run"
MAX_ATTEMPTS = 5
# procrastinate counts an attempt when it ends, so the last one is not counted yet.
RETRY = RetryStrategy(max_attempts=MAX_ATTEMPTS - 1, exponential_wait=5)
HEARTBEAT_LOST_SECONDS = 60
KEPT_HOURS = 7 * 24

Runner = Callable[[str, dict[str, Any]], None]


class Procrastinate:
    """A killed worker's job is taken up again by another one."""

    def enqueue(self, task: Task, arguments: dict[str, Any]) -> None:
        """Queue in the caller's transaction; the same waiting job stands once.

        The waiting job is held until the caller commits: a worker that took it
        earlier would not see what the caller has written.
        """
        content: dict[str, Any] = {"name": task.name, "arguments": arguments}
        with transaction.atomic():
            waiting = ProcrastinateJob._default_manager.select_for_update(
                skip_locked=True
            ).filter(task_name=RUNNER, args=content, status="todo", attempts=0)
            if waiting.first() is None:
                first = int(task.urgent)
                django_app.configure_task(RUNNER, priority=first).defer(**content)

    def drain(self) -> int:
        """Run everything that is due; return how many jobs ran."""
        ran: list[str] = []

        def run(name: str, arguments: dict[str, Any]) -> None:
            ran.append(name)
            _run(name, arguments)

        take_up_lost()
        app = _worker_app(run)
        app.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)
        return len(ran)

    def work(self) -> None:
        """Run jobs, and the hourly tasks by the clock, until the process is stopped."""
        app = _worker_app(_run)
        _register_by_the_clock(app)
        app.run_worker()


def take_up_lost() -> None:
    """Give the jobs of workers that died back to the queue.

    Side effects: a job that was started too often is marked as failed instead.
    """
    manager = django_app.job_manager
    lost = async_to_sync(manager.get_stalled_jobs)(
        seconds_since_heartbeat=HEARTBEAT_LOST_SECONDS
    )
    for job in lost:
        if job.attempts < MAX_ATTEMPTS - 1:
            async_to_sync(manager.retry_job)(job)
        else:
            async_to_sync(manager.finish_job)(job, Status.FAILED, delete_job=False)


def _run(name: str, arguments: dict[str, Any]) -> None:
    find(name).run(**arguments)


def _worker_app(run: Runner) -> App:
    """Return an app that runs our jobs by ``run`` over connections of its own."""
    connector = cast(DjangoConnector, django_app.connector).get_worker_connector()
    app = DjangoApp(connector=connector)
    app.task(name=RUNNER, retry=RETRY)(run)
    return app


def _register_by_the_clock(app: App) -> None:
    """Let a worker run the hourly tasks, look for lost jobs and drop old ones."""

    def register(name: str, cron: str, call: Callable[[], None]) -> None:
        def tick(timestamp: int) -> None:
            call()

        app.periodic(cron=cron)(app.task(name=name, queueing_lock=name)(tick))

    for task in all_tasks():
        if task.hourly:
            register(f"hourly.{task.name}", "0 * * * *", partial(_run, task.name, {}))
    register("renkei.take_up_lost", "* * * * *", take_up_lost)
    register("renkei.drop_old", "30 * * * *", _drop_old)


def _drop_old() -> None:
    delete = async_to_sync(django_app.job_manager.delete_old_jobs)
    delete(nb_hours=KEPT_HOURS, include_failed=True)
