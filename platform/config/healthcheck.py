"""``python -m config.healthcheck``: does the server beside us answer?"""

import os
import sys
from urllib.error import URLError
from urllib.request import Request, urlopen

TIMEOUT_SECONDS = 5


def main() -> int:
    """Return 0 when ``/healthz`` answers 200 within five seconds, else 1."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz"
    try:
        with urlopen(Request(address, headers={"Host": host}), timeout=TIMEOUT_SECONDS):
            return 0
    except URLError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
