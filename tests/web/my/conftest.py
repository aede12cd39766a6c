from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Region, User

SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Let no test inherit the counts of another one's attempts."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def signed_in(region: Region) -> SignedIn:
    """Return a browser in which somebody is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="desk.access.SignedIn")
        return client

    return sign_in
