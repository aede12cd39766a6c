import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh(db, region):
    """A region, and nobody has asked yet: rate limits are counted in the cache."""
    cache.clear()
    yield
    cache.clear()
