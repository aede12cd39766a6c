"""What the tests of matching events share."""

import pytest

from tests.factories.catalogue import about_bridges


@pytest.fixture
def others():
    """Offers on another matter, so that words tell something."""
    return about_bridges(40)
