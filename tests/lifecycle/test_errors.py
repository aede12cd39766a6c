from datetime import UTC, datetime

import pytest
from django.utils import translation

from lifecycle.errors import (
    AlreadyDecided,
    CommentRequired,
    InvalidInput,
    InvalidReason,
    NotAllowed,
    RenkeiError,
    UnknownAction,
    WrongState,
)

AT = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)
MADE = [
    (RenkeiError(), "error", 400),
    (UnknownAction(action="melt"), "unknown_action", 400),
    (NotAllowed(action="open"), "not_allowed", 403),
    (WrongState(state="Open"), "wrong_state", 409),
    (AlreadyDecided(by="Shiomi", at=AT, action="open"), "already_decided", 409),
    (InvalidReason(), "invalid_reason", 400),
    (CommentRequired(), "comment_required", 400),
    (InvalidInput(field="phone"), "invalid_input", 400),
]


@pytest.mark.parametrize(("error", "code", "status"), MADE)
def test_a_failure_has_a_code_a_status_and_a_sentence(error, code, status):
    assert (error.code, error.status) == (code, status)
    with translation.override("en"):
        english = str(error)
    with translation.override("ja"):
        japanese = str(error)
    assert english.endswith(".") and japanese.endswith("。")
    assert "%" not in english + japanese


def test_a_failure_names_who_was_first_and_when():
    error = AlreadyDecided(by="Shiomi", at=AT, action="open")

    with translation.override("en"):
        assert str(error) == (
            "Shiomi has already decided this (2026-11-23 09:05). "
            "Your entry was not applied."
        )


def test_a_sentence_of_its_own_is_said_as_it_stands():
    assert str(InvalidInput("50% of the rows are empty.")) == (
        "50% of the rows are empty."
    )
    assert str(InvalidInput("%(what)s is empty.", what="Title")) == "Title is empty."
