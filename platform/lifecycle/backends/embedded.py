"""Jobs in a table of the same database, worked by a thread of the one process."""

import logging
import threading
import traceback
from datetime import timedelta
from typing import Any

from django.db import close_old_connections
from django.db.models import Case, F, Q, When

from lifecycle import clock
from lifecycle.jobs import Task, all_tasks, find
from lifecycle.models import Job, JobState

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
HEARTBEAT_LOST = timedelta(minutes=10)
KEPT = timedelta(days=7)


class Embedded:
    """Claims by conditional UPDATE, so that two workers never run the same job."""

    def __init__(self, pause_seconds: float = 0.5) -> None:
        """Look for work every ``pause_seconds``."""
        self.pause_seconds = pause_seconds
        self.stopped = threading.Event()

    def enqueue(self, task: Task, arguments: dict[str, Any]) -> None:
        """Queue in the caller's transaction; the same waiting job stands once."""
        waiting = Job.objects.filter(
            task=task.name, arguments=arguments, state=JobState.QUEUED, attempts=0
        )
        if not waiting.exists():
            Job.objects.create(task=task.name, arguments=arguments)

    def drain(self) -> int:
        """Run everything that is due; return how many jobs ran."""
        done = 0
        while (job := self._claim()) is not None:
            self._run(job)
            done += 1
        return done

    def work(self) -> None:
        """Run jobs until ``stop`` is called."""
        while not self.stopped.is_set():
            close_old_connections()
            try:
                self._enqueue_hourly()
                self.drain()
            except Exception:
                # The database may be away for a moment; the next round tries again.
                log.exception("The job worker could not look for work")
            self.stopped.wait(self.pause_seconds)
        close_old_connections()

    def stop(self) -> None:
        """Let ``work`` end after the present job."""
        self.stopped.set()

    def _claim(self) -> Job | None:
        now = clock.now()
        lost = Q(state=JobState.RUNNING, heartbeat_at__lt=now - HEARTBEAT_LOST)
        due = Job.objects.filter(Q(state=JobState.QUEUED, due_at__lte=now) | lost)
        urgent = [task.name for task in all_tasks() if task.urgent]
        waits = Case(When(task__in=urgent, then=0), default=1)
        for job in due.order_by(waits, "due_at", "pk")[:10]:
            claimed = Job.objects.filter(
                pk=job.pk, state=job.state, heartbeat_at=job.heartbeat_at
            ).update(
                state=JobState.RUNNING, heartbeat_at=now, attempts=F("attempts") + 1
            )
            if claimed:
                job.refresh_from_db()
                if job.attempts <= MAX_ATTEMPTS:
                    return job
                self._give_up(job)
        return None

    def _give_up(self, job: Job) -> None:
        """Let a job fail whose worker died at every attempt."""
        job.state, job.error = JobState.FAILED, "its worker died at every attempt"
        job.save(update_fields=["state", "error"])

    def _run(self, job: Job) -> None:
        # Not in a transaction around it all: on SQLite that would keep every visitor
        # from writing while an index is built or a mail server is slow.
        try:
            find(job.task).run(**job.arguments)
        except Exception:
            log.exception("Job %s failed at attempt %d", job, job.attempts)
            again = job.attempts < MAX_ATTEMPTS
            job.state = JobState.QUEUED if again else JobState.FAILED
            job.due_at = clock.now() + timedelta(seconds=5 * 4**job.attempts)
            job.error = traceback.format_exc()
        else:
            job.state, job.error = JobState.DONE, ""
        job.save(update_fields=["state", "due_at", "error"])

    def _enqueue_hourly(self) -> None:
        hour_ago = clock.now() - timedelta(hours=1)
        for task in all_tasks():
            recent = Job.objects.filter(task=task.name, created_at__gt=hour_ago)
            if task.hourly and not recent.exists():
                self.enqueue(task, {})
                finished = [JobState.DONE, JobState.FAILED]
                Job.objects.filter(
                    state__in=finished, created_at__lt=clock.now() - KEPT
                ).delete()
