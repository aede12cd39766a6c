import pytest
from django.utils import translation

from curation.enums import AnswerState, DeclineReason, Purpose, Side
from curation.models import Party
from curation.selectors.sentences import answer_sentence, consent_text


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def party(state, **fields):
    return Party(side=Side.OFFER, state=state, **fields)


@pytest.mark.parametrize(
    ("state", "with_liaison", "expected"),
    [
        (AnswerState.WAITING, True, "Waiting for the answer of the liaison office."),
        (AnswerState.WAITING, False, "Waiting for the answer."),
        (AnswerState.ACCEPTED, True, "The liaison office accepted as the contact."),
        (AnswerState.ACCEPTED, False, "Accepted."),
        (AnswerState.LAPSED, False, "No answer was received in time."),
        (AnswerState.CLOSED, True, "No answer is needed any more."),
    ],
)
def test_an_answer_in_words(state, with_liaison, expected):
    assert answer_sentence(party(state, with_liaison=with_liaison)) == expected


def test_the_other_side_reads_a_courteous_sentence_and_no_reason():
    declined = party(AnswerState.DECLINED, reason=DeclineReason.NO_TIME)
    courtesy = (
        "They thank you for the request, but cannot take it up this time. The "
        "secretariat goes on looking for a suitable partner."
    )

    assert answer_sentence(declined) == courtesy

    declined.may_tell = True
    assert answer_sentence(declined) == (
        f"{courtesy} The reason given: No time at present."
    )


@pytest.mark.parametrize("reader", [{"own": True}, {"staff": True}])
def test_the_own_side_and_staff_read_the_reason(reader):
    declined = party(AnswerState.DECLINED, reason=DeclineReason.TERMS)

    assert answer_sentence(declined, **reader) == (
        "Declined (The conditions do not fit)."
    )


def test_consent_to_being_named_has_its_own_words():
    assert consent_text(Purpose.NAME) == (
        "I agree that the published result names our organisation, although its "
        "name was withheld in the need."
    )
