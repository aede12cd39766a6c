"""A site with a home page in both languages."""

import pytest
from django.core.cache import cache

from accounts.models import Region
from cms.actions import ensure_site
from cms.models import HomePage


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Wagtail keeps the addresses of sites, and the home page its counts."""
    cache.clear()


@pytest.fixture
def home(region: Region) -> HomePage:
    return ensure_site()
