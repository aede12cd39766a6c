import pytest

from lifecycle.errors import AlreadyDecided, InvalidReason, NotAllowed, WrongState
from lifecycle.models import LogEntry
from recommendations.actions.decisions import (
    SuggestionGone,
    dismiss,
    restore,
    shortlist,
)
from recommendations.enums import DismissReason, PairingState
from recommendations.models import Pairing
from tests.factories.accounts import UserFactory, officer_of, secretary
from tests.factories.recommendations import PairingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

FROZEN = (
    "score",
    "band",
    "rank",
    "matcher_version",
    "evidence",
    "need_digest",
    "expertise_digest",
)


def frozen(pairing):
    return {name: getattr(pairing, name) for name in FROZEN}


def log_of(pairing):
    entries = LogEntry.objects.filter(subject_id=pairing.public_id)
    return [(e.action, e.actor, e.reason, e.note, e.case) for e in entries]


def test_a_shortlisted_pairing_is_a_record_of_what_was_seen():
    pairing, by = PairingFactory(), secretary()
    seen = frozen(pairing)

    shortlist(pairing, by=by)

    stored = Pairing.objects.get(pk=pairing.pk)
    assert stored.state == PairingState.SHORTLISTED
    assert frozen(stored) == seen
    assert log_of(pairing) == [("shortlist", by, "", "", pairing.need.public_id)]
    assert list(Pairing.objects.suggested()) == []
    assert list(Pairing.objects.decided()) == [pairing]


def test_a_suggestion_is_dismissed_with_a_coded_reason():
    pairing, by = PairingFactory(), secretary()

    dismiss(pairing, by=by, reason=DismissReason.TOO_FAR, note="津和野からは遠い")

    assert pairing.state == PairingState.DISMISSED
    assert log_of(pairing) == [
        ("dismiss", by, "too_far", "津和野からは遠い", pairing.need.public_id)
    ]


def test_a_shortlisted_pairing_can_still_be_dismissed():
    pairing, by = PairingFactory(shortlisted=True), secretary()

    dismiss(pairing, by=by, reason=DismissReason.CONFLICT)

    assert pairing.state == PairingState.DISMISSED


@pytest.mark.parametrize("reason", ["", "because"])
def test_dismissing_needs_one_of_the_reasons(reason):
    pairing = PairingFactory()

    with pytest.raises(InvalidReason):
        dismiss(pairing, by=secretary(), reason=reason)

    assert Pairing.objects.get().state == PairingState.SUGGESTED


def test_a_decision_can_be_taken_back():
    pairing, by = PairingFactory(), secretary()
    dismiss(pairing, by=by, reason=DismissReason.OTHER)

    restore(pairing, by=by)

    assert pairing.state == PairingState.SUGGESTED
    assert list(Pairing.objects.suggested()) == [pairing]


def test_only_the_secretariat_decides():
    pairing = PairingFactory()

    for somebody in (UserFactory(), officer_of(pairing.need.municipality)):
        with pytest.raises(NotAllowed):
            shortlist(pairing, by=somebody)

    assert log_of(pairing) == []


def test_a_colleague_who_comes_second_is_told_who_was_first():
    pairing, first = PairingFactory(), secretary(name_ja="畦地 真澄")
    shortlist(pairing, by=first)

    with pytest.raises(AlreadyDecided) as told:
        shortlist(Pairing.objects.get(), by=secretary())

    assert told.value.data["by"] == "畦地 真澄"


def test_the_same_click_twice_has_one_effect():
    pairing, by = PairingFactory(), secretary()

    shortlist(pairing, by=by)
    shortlist(Pairing.objects.get(), by=by)

    assert len(log_of(pairing)) == 1


def test_a_suggestion_is_not_taken_back():
    with pytest.raises(WrongState):
        restore(PairingFactory(), by=secretary())


def test_a_suggestion_that_the_matcher_dropped_is_said_to_be_gone():
    pairing = PairingFactory()
    Pairing.objects.all().delete()

    with pytest.raises(SuggestionGone):
        shortlist(pairing, by=secretary())


@pytest.mark.parametrize("side", ["need", "expertise"])
def test_a_record_tells_that_a_text_has_changed_since(side):
    pairing = PairingFactory()
    assert not pairing.text_changed

    getattr(pairing, side).summary_ja = "書き直しました。"

    assert pairing.text_changed


def test_a_pairing_is_called_by_its_two_sides():
    pairing = PairingFactory()

    assert str(pairing) == f"{pairing.need} × {pairing.expertise}"
