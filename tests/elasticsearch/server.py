"""A real Elasticsearch for tests: a node of our own, or the server that is named.

``ELASTICSEARCH_URL`` names a server that runs already; its indexes of other names are
left alone. Without it a node is built (``node/run``) and started on a free port, with
a folder and a name of its own: by the name it is known from anybody else's.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.serializer import OrjsonSerializer

from search.engines.elasticsearch import ElasticsearchEngine

RUN = Path(__file__).parent / "node" / "run"
STARTS_WITHIN = 180.0  # seconds, on a busy machine, with the build
OLDEST_JDK = 21
GIVEN = os.environ.get("ELASTICSEARCH_URL", "")


class Server:
    """A server that answers at ``url``."""

    def __init__(self, url: str) -> None:
        self.url = url

    def client(self, *, patience: float = 30.0) -> Elasticsearch:
        """Return a client as `lifecycle.elasticsearch` makes one, of this server."""
        return Elasticsearch(
            self.url,
            request_timeout=patience,
            max_retries=0,
            serializer=OrjsonSerializer(),
        )

    @contextmanager
    def engine(self, **given: float) -> Iterator[ElasticsearchEngine]:
        """Lend an engine on an empty index that nobody else has."""
        # Generous: whether it is quick is measured elsewhere.
        given = {"patience": 30.0, **given}
        name = f"renkei-test-{uuid4().hex[:12]}"
        engine = ElasticsearchEngine(self.client(), name, **given)
        engine.clear()
        yield engine
        with self.client() as client:
            ElasticsearchEngine(client, name).drop()
        engine.close()


class Node(Server):
    """A node of our own, which may be ended, stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = f"node-{uuid4().hex}"
        self._port = _free_port()
        super().__init__(f"http://127.0.0.1:{self._port}")
        self.start()
        self._uuid = self._cluster()

    def start(self) -> None:
        """Start the node, with the data that it had."""
        self._log = (self._folder / "node.log").open("a")
        data = str(self._folder / "data")
        command = [str(RUN), "--data", data, "--name", self._name, str(self._port)]
        self._process = subprocess.Popen(command, stdout=self._log, stderr=self._log)
        end = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                log = (self._folder / "node.log").read_text()
                raise RuntimeError(f"Elasticsearch did not start:\n{log}")
            time.sleep(0.2)

    def start_again(self) -> None:
        """Start it, and make sure that it is the same cluster."""
        self.start()
        assert self._cluster() == self._uuid

    def kill(self) -> None:
        """End the process at once, as a crash does."""
        self._process.kill()
        self._process.wait()
        self._log.close()

    def hang(self) -> None:
        """Stop the process: it takes connections and answers nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let a stopped process go on."""
        self._process.send_signal(signal.SIGCONT)

    def mend(self) -> None:
        """Let it answer again, whatever was done to it."""
        if self._process.poll() is not None:
            self.start_again()
        self.go_on()
        with self.client() as client:
            client.indices.put_settings(settings={"index.blocks.write": None})

    def _answers(self) -> bool:
        with self.client(patience=5) as client:
            try:
                client.cluster.health(wait_for_status="yellow", timeout="5s")
                found = client.nodes.info(node_id="_local", metric="settings")
            except (ApiError, TransportError):
                return False
        [node] = found["nodes"].values()
        assert node["name"] == self._name, "somebody else's node answers"
        return True

    def _cluster(self) -> str:
        with self.client() as client:
            return str(client.cluster.state(metric="version")["cluster_uuid"])


def obstacle() -> str | None:
    """Say why no Elasticsearch can be had here; None where one can."""
    if GIVEN:
        return None
    if shutil.which("mvn") is None:
        return "Elasticsearch (install Maven, or set ELASTICSEARCH_URL)"
    homes = [os.environ.get("JAVA_HOME", ""), *Path("/usr/lib/jvm").glob("*")]
    if not any(_version(Path(home)) >= OLDEST_JDK for home in homes if home):
        return f"Elasticsearch (install a JDK {OLDEST_JDK}, or set ELASTICSEARCH_URL)"
    return None


def obstacle_to_faults() -> str | None:
    """Say why no node can be had whose process may be ended; None where one can."""
    if GIVEN:
        return "Elasticsearch's faults (unset ELASTICSEARCH_URL: they need a node)"
    return obstacle()


def _version(home: Path) -> int:
    """Return the main version of a JDK, from the file that every JDK has."""
    release = home / "release"
    if not (home / "bin" / "javac").exists() or not release.exists():
        return 0
    lines = dict(
        line.split("=", 1) for line in release.read_text().splitlines() if "=" in line
    )
    version = lines.get("JAVA_VERSION", "0").strip('"').split(".")
    return int(version[1] if version[0] == "1" else version[0])


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
