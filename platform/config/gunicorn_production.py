"""gunicorn in production: several processes, jobs in workers of their own."""

import os
import threading
from typing import Any

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
worker_class = "gthread"
threads = 8
timeout = 60
# A process starts anew now and then, so that a slow leak never adds up.
max_requests = 5000
max_requests_jitter = 500
# The most that gunicorn takes: some 900 Japanese characters in an address.
limit_request_line = 8190
# Written texts must not stand in the access log: there is none.
accesslog = None


def post_worker_init(worker: Any) -> None:
    """Start the thread that keeps the search indexes true."""
    from indexing.keeping import keep_indexes

    stopped = threading.Event()
    threading.Thread(
        target=keep_indexes, args=(stopped,), name="indexes", daemon=True
    ).start()
