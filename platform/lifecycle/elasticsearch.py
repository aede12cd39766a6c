"""How a process reaches the Elasticsearch that settings name."""

from django.conf import settings
from elasticsearch import Elasticsearch
from elasticsearch.serializer import OrjsonSerializer

WRITING_SECONDS = 30


def connect() -> Elasticsearch:
    """Return a client of all nodes, which asks nothing yet.

    Its own time limit is that of writes.
    """
    urls = settings.ELASTICSEARCH_URLS
    return Elasticsearch(
        urls,
        request_timeout=WRITING_SECONDS,
        # A node that refuses is passed over; one that hangs is not waited for twice.
        max_retries=len(urls) - 1,
        retry_on_timeout=False,
        # Answers are long: with Python's own json a search takes some ms more.
        serializer=OrjsonSerializer(),
    )
