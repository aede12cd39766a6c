"""What the tests of matching events share."""

import pytest

from tests.factories.accounts import OrganisationFactory
from tests.factories.catalogue import ExpertiseFactory


@pytest.fixture
def others():
    """Offers on another matter, so that words tell something."""
    return ExpertiseFactory.create_batch(
        40,
        company=True,
        organisation=OrganisationFactory(),
        title_ja="橋の点検",
        title_en="",
        summary_ja="橋を打音で点検します。",
        body_ja="",
    )
