"""The desk through the browser's eyes: a client for each person."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Region, User

Enter = Callable[[User], Client]

BACKEND = "desk.access.SignedIn"


@pytest.fixture
def enter(region: Region) -> Enter:
    """Sign somebody in; their pages are read in English."""

    def signed_in(user: User) -> Client:
        user.language = "en"
        user.save(update_fields=["language"])
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    return signed_in
