"""Jobs on PostgreSQL by procrastinate: queued in the caller's transaction."""

from typing import Any

from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.models import ProcrastinateJob

from lifecycle.jobs import Task, all_tasks, find

RUNNER = "renkei.run"
RETRY = RetryStrategy(max_attempts=5, exponential_wait=5)


def _run(name: str, arguments: dict[str, Any]) -> None:
    find(name).run(**arguments)


def _register(app: App) -> None:
    """Give procrastinate our one runner, and the hourly tasks by the clock."""
    app.task(name=RUNNER, retry=RETRY)(_run)
    for task in all_tasks():
        if task.hourly:

            def tick(timestamp: int, name: str = task.name) -> None:
                find(name).run()

            hourly = app.task(name=f"hourly.{task.name}")(tick)
            app.periodic(cron="0 * * * *")(hourly)


class Procrastinate:
    """A killed worker's job is taken up again by another one."""

    def __init__(self) -> None:
        """Register once for this process."""
        self.app = django_app
        if RUNNER not in self.app.tasks:
            _register(self.app)

    def enqueue(self, task: Task, arguments: dict[str, Any]) -> None:
        """Queue in the caller's transaction; the same waiting job stands once."""
        content = {"name": task.name, "arguments": arguments}
        waiting = ProcrastinateJob.objects.filter(
            task_name=RUNNER, args=content, status="todo", attempts=0
        )
        if not waiting.exists():
            self.app.tasks[RUNNER].defer(**content)

    def drain(self) -> int:
        """Run everything that is due; return how many jobs ran."""
        finished = ProcrastinateJob.objects.filter(status="succeeded")
        before = finished.count()
        self._worker_app().run_worker(wait=False, install_signal_handlers=False)
        return finished.count() - before

    def work(self) -> None:
        """Run jobs until the process is told to stop."""
        self._worker_app().run_worker()

    def _worker_app(self) -> App:
        connector = self.app.connector.get_worker_connector()
        return self.app.with_connector(connector)
