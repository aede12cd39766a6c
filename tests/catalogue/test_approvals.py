"""A second person's approval, where the region's data asks for one."""

from datetime import timedelta

import pytest

from catalogue.actions.needs import open_need
from catalogue.enums import NeedState
from catalogue.models import Need
from catalogue.transitions import NEED
from lifecycle import clock
from lifecycle.approving import approve, ask_approval, send_back
from lifecycle.errors import (
    AlreadyDecided,
    ApprovalMissing,
    CommentRequired,
    NotAllowed,
    SamePerson,
    UnknownAction,
    WrongState,
)
from lifecycle.models import Approval, LogEntry
from tests.factories.accounts import UserFactory, secretary
from tests.factories.catalogue import NeedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bound(region):
    region.approvals = ["catalogue.need:open"]
    region.save()


@pytest.fixture
def need():
    return NeedFactory(state=NeedState.SUBMITTED)


def state(need):
    return Need.objects.get(pk=need.pk).state


def log(need):
    entries = LogEntry.objects.filter(subject_id=need.public_id).order_by("pk")
    return [(entry.action, entry.actor) for entry in entries]


def test_the_step_is_refused_without_an_approval(need):
    with pytest.raises(ApprovalMissing):
        open_need(need, by=secretary())

    assert state(need) == NeedState.SUBMITTED
    assert log(need) == []


def test_a_second_person_approves_and_the_log_names_both(need):
    drafter, approver = secretary(name_ja="青木"), secretary(name_ja="伊東")

    ask_approval(NEED, need, "open", by=drafter, note="急ぎです")
    with pytest.raises(ApprovalMissing):
        open_need(need, by=drafter)
    approve(NEED, need, "open", by=approver, document_no="産第12号")
    open_need(need, by=drafter)

    assert state(need) == NeedState.OPEN
    assert log(need) == [
        ("ask_approval", drafter),
        ("approve", approver),
        ("open", drafter),
    ]
    after = LogEntry.objects.get(subject_id=need.public_id, action="open").after
    assert (after["drafted_by"], after["approved_by"], after["document_no"]) == (
        "青木",
        "伊東",
        "産第12号",
    )


def test_an_approval_is_used_once(need):
    drafter, approver = secretary(), secretary()
    ask_approval(NEED, need, "open", by=drafter)
    approve(NEED, need, "open", by=approver)
    open_need(need, by=drafter)
    Need.objects.filter(pk=need.pk).update(state=NeedState.SUBMITTED)

    with pytest.raises(ApprovalMissing):
        open_need(need, by=drafter)


def test_who_drafted_does_not_approve(need):
    drafter = secretary()
    ask_approval(NEED, need, "open", by=drafter)

    for decide in (
        lambda: approve(NEED, need, "open", by=drafter),
        lambda: send_back(NEED, need, "open", by=drafter, comment="だめ"),
    ):
        with pytest.raises(SamePerson):
            decide()
    with pytest.raises(ApprovalMissing):
        open_need(need, by=drafter)


def test_what_is_sent_back_may_be_asked_for_again(need):
    drafter, approver = secretary(), secretary()
    ask_approval(NEED, need, "open", by=drafter)
    with pytest.raises(CommentRequired):
        send_back(NEED, need, "open", by=approver, comment=" ")
    send_back(NEED, need, "open", by=approver, comment="数量を確かめてください。")
    with pytest.raises(ApprovalMissing):
        open_need(need, by=drafter)

    ask_approval(NEED, need, "open", by=drafter)
    approve(NEED, need, "open", by=approver)
    open_need(need, by=drafter)

    assert state(need) == NeedState.OPEN


def test_an_approval_is_of_a_text(need):
    drafter, approver = secretary(), secretary()
    ask_approval(NEED, need, "open", by=drafter)
    approve(NEED, need, "open", by=approver)
    changed = clock.now() + timedelta(minutes=1)
    Need.objects.filter(pk=need.pk).update(updated_at=changed)

    with pytest.raises(ApprovalMissing):
        open_need(need, by=drafter)


def test_asking_and_approving_twice_has_one_effect(need):
    drafter, approver, third = secretary(), secretary(), secretary()
    first = ask_approval(NEED, need, "open", by=drafter)
    assert ask_approval(NEED, need, "open", by=drafter) == first
    with pytest.raises(AlreadyDecided):
        ask_approval(NEED, need, "open", by=third)

    approve(NEED, need, "open", by=approver)
    approve(NEED, need, "open", by=approver)
    with pytest.raises(AlreadyDecided):
        send_back(NEED, need, "open", by=third, comment="だめ")

    assert Approval.objects.count() == 1
    assert [action for action, _ in log(need)] == ["ask_approval", "approve"]


def test_only_the_office_asks_and_approves(need):
    outsider = UserFactory()
    with pytest.raises(NotAllowed):
        ask_approval(NEED, need, "open", by=outsider)
    ask_approval(NEED, need, "open", by=secretary())
    with pytest.raises(NotAllowed):
        approve(NEED, need, "open", by=outsider)


def test_a_step_that_needs_none_or_cannot_be_taken_is_not_asked_for(need):
    with pytest.raises(UnknownAction):
        ask_approval(NEED, need, "close", by=secretary())
    with pytest.raises(WrongState):
        ask_approval(NEED, NeedFactory(), "open", by=secretary())
    with pytest.raises(WrongState):
        approve(NEED, need, "open", by=secretary())


def test_other_regions_need_none(need, region):
    region.approvals = []
    region.save()

    open_need(need, by=secretary())

    assert state(need) == NeedState.OPEN
