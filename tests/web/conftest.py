"""The public site as anybody reads it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Region

Get = Callable[..., BeautifulSoup]
Count = Callable[[str], int]


@pytest.fixture(autouse=True)
def fresh(request: Any) -> Iterator[None]:
    """Forget what earlier tests left in caches, and their language."""
    cache.clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield
    cache.clear()


@pytest.fixture
def get(region: Region, client: Client) -> Get:
    """Read a page; its status must be the one expected."""

    def read(path: str, status: int = 200) -> BeautifulSoup:
        response = client.get(path)
        assert response.status_code == status, path
        return BeautifulSoup(response.content.decode(), "html.parser")

    return read


@pytest.fixture
def queries(region: Region, client: Client) -> Count:
    """Count the queries of a page that was read once before."""

    def count(path: str) -> int:
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    return count


def texts(page: BeautifulSoup, selector: str) -> list[str]:
    """Return the texts of what a selector finds, in one line each."""
    return [" ".join(found.get_text().split()) for found in page.select(selector)]
