"""gunicorn in production: several processes, jobs in workers of their own."""

import os

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
worker_class = "gthread"
threads = 8
timeout = 60
# A process starts anew now and then, so that a slow leak never adds up.
max_requests = 5000
max_requests_jitter = 500
# Written texts must not stand in the access log: there is none.
accesslog = None
