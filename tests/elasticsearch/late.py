"""A way to a server on which its answers may be kept back."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from urllib.parse import urlsplit

PIECE = 65_536


class LateServer(ThreadingTCPServer):
    """Hands requests on at once, and answers while ``prompt`` is set."""

    daemon_threads = True

    def __init__(self, url: str) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        parts = urlsplit(url)
        self.behind = (parts.hostname or "", parts.port or 0)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.prompt = threading.Event()
        self.prompt.set()
        self.kept_back = threading.Event()


class _Connection(BaseRequestHandler):
    server: LateServer

    def handle(self) -> None:
        # Who asked may have given up.
        with socket.create_connection(self.server.behind) as there, suppress(OSError):
            forth = threading.Thread(target=self._hand_on, args=(there,), daemon=True)
            forth.start()
            while answer := there.recv(PIECE):
                if not self.server.prompt.is_set():
                    self.server.kept_back.set()
                self.server.prompt.wait()
                self.request.sendall(answer)

    def _hand_on(self, there: socket.socket) -> None:
        with suppress(OSError):
            while request := self.request.recv(PIECE):
                there.sendall(request)
            there.shutdown(socket.SHUT_WR)


@contextmanager
def late_server(url: str) -> Iterator[LateServer]:
    """Lend a way to the server at ``url``."""
    with LateServer(url) as server:
        accepting = threading.Thread(target=server.serve_forever, args=(0.05,))
        accepting.start()
        try:
            yield server
        finally:
            server.prompt.set()
            server.shutdown()
            accepting.join()
