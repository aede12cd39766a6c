"""Texts that nothing answers, and how long they may be."""

import pytest

from matching import TextTooLong
from recommendations.selectors import answer
from tests.factories.catalogue import ExpertiseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def test_silence_has_a_reason():
    ExpertiseFactory()

    nothing = answer("")

    assert (nothing.found, nothing.silence.reason) == ([], "empty")


def test_a_text_may_have_fifty_thousand_characters():
    ExpertiseFactory()
    answer("選" * 50_000)

    with pytest.raises(TextTooLong):
        answer("選" * 50_001)
