"""The versions that documents get: when they were read."""

import time

from django.db import connection


def version_now() -> int:
    """Return the moment in microseconds, by the database's clock where it has one.

    Asked for before anything is read: whoever reads after a change is newer than
    whoever read before it, on whatever machine.
    """
    if connection.vendor != "postgresql":
        return time.time_ns() // 1000
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
        )
        [now] = cursor.fetchone()
    return int(now)
