"""The two backends of jobs, as the contract suite looks into them."""

from datetime import timedelta
from typing import Any

from django.db import connection

from lifecycle import clock
from lifecycle.models import Job, JobState


class EmbeddedQueue:
    """The job table, worked by a thread of the process."""

    path = "lifecycle.backends.embedded.Embedded"

    def empty(self) -> None:
        """Take all jobs away."""
        Job.objects.all().delete()

    def states(self) -> list[tuple[str, int]]:
        """Return state and attempts of every job, in their order."""
        return list(Job.objects.order_by("pk").values_list("state", "attempts"))

    def make_due(self) -> None:
        """Let the pause after a failure be over."""
        Job.objects.filter(state=JobState.QUEUED).update(due_at=clock.now())

    def lose_worker(self, attempts: int = 1) -> None:
        """Let the waiting jobs be running with a worker that died."""
        long_ago = clock.now() - timedelta(hours=1)
        Job.objects.update(
            state=JobState.RUNNING, heartbeat_at=long_ago, attempts=attempts
        )

    def grow_old(self) -> None:
        """Let all jobs be eight days old."""
        Job.objects.update(created_at=clock.now() - timedelta(days=8))


class ProcrastinateQueue:
    """procrastinate's tables on PostgreSQL."""

    path = "lifecycle.backends.procrastinate.Procrastinate"
    names = {"todo": "queued", "doing": "running", "succeeded": "done"}

    def empty(self) -> None:
        """Take all jobs and workers away."""
        self._run("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")

    def states(self) -> list[tuple[str, int]]:
        """Return state and attempts of every job, in their order."""
        rows = self._run(
            "SELECT status, attempts FROM procrastinate_jobs "
            "WHERE task_name = 'renkei.run' ORDER BY id"
        )
        return [(self.names.get(state, state), attempts) for state, attempts in rows]

    def make_due(self) -> None:
        """Let the pause after a failure be over."""
        self._run("UPDATE procrastinate_jobs SET scheduled_at = now()")

    def lose_worker(self, attempts: int = 1) -> None:
        """Let the waiting jobs be running with a worker that died."""
        [[worker]] = self._run(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - interval '1 hour') RETURNING id"
        )
        self._run(
            f"UPDATE procrastinate_jobs SET status = 'doing', worker_id = {worker}, "
            f"attempts = {attempts - 1}"
        )

    def grow_old(self) -> None:
        """Let all jobs be eight days old."""
        self._run("UPDATE procrastinate_events SET at = at - interval '8 days'")

    def _run(self, statement: str) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
