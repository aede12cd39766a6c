"""gunicorn for one machine: one process, threads, and the job worker beside them."""

import os
import threading
from typing import Any

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = 1
worker_class = "gthread"
threads = 8
timeout = 60
# The most that gunicorn takes: some 900 Japanese characters in an address.
limit_request_line = 8190
# Written texts must not stand in the access log: there is none.
accesslog = None


def post_worker_init(worker: Any) -> None:
    """Start the thread that works the embedded job table."""
    from lifecycle import jobs

    threading.Thread(target=jobs.backend().work, name="jobs", daemon=True).start()


def when_ready(server: Any) -> None:
    """Say where the site is."""
    print(f"\nRenkei is ready: http://{bind}  (stop with Ctrl+C)\n", flush=True)
