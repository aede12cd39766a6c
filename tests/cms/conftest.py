"""A site with a home page in both languages."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation

from accounts.models import Region
from cms.actions import ensure_site
from cms.models import HomePage


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Forget addresses of sites and counts of earlier tests, and their language."""
    cache.clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def home(region: Region) -> HomePage:
    return ensure_site()
