from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from catalogue.enums import CloseReason, NeedState
from catalogue.models import Need
from lifecycle import clock
from lifecycle.actions import perform, record, revise
from lifecycle.errors import (
    AlreadyDecided,
    CommentRequired,
    InvalidReason,
    NotAllowed,
    UnknownAction,
    WrongState,
)
from lifecycle.machines import Machine, transition
from lifecycle.models import LogEntry
from lifecycle.signals import transitioned
from tests.factories.accounts import UserFactory
from tests.factories.catalogue import NeedFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

_N = NeedState
GIVEN = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


def is_a_person(user, need):
    return user is not None and user.is_active


def is_the_machine(user, need):
    return user is None


TABLE = Machine(
    transition("submit", (_N.DRAFT, _N.RETURNED), _N.SUBMITTED, is_a_person),
    transition("return", _N.SUBMITTED, _N.RETURNED, is_a_person, needs_comment=True),
    transition("open", _N.SUBMITTED, _N.OPEN, is_a_person),
    transition("close", _N.OPEN, _N.CLOSED, is_a_person, reasons=CloseReason),
    transition("expire", _N.OPEN, _N.EXPIRED, is_the_machine),
)


@pytest.fixture
def need():
    return NeedFactory(state=NeedState.SUBMITTED)


@pytest.fixture
def heard():
    """What the signal told, while the test runs."""
    told = []

    def listen(sender, instance, entry, **more):
        told.append((sender, instance, instance.state, entry))

    transitioned.connect(listen, sender=Need)
    yield told
    transitioned.disconnect(listen, sender=Need)


def nothing_happened(need):
    return need.state == Need.objects.get().state and not LogEntry.objects.exists()


def test_a_step_moves_logs_and_tells(need, heard):
    by = UserFactory()

    with clock.at(GIVEN):
        entry = perform(TABLE, need, "open", by=by, note="よい相談です")

    stored = Need.objects.get()
    assert (stored.state, stored.state_since) == (NeedState.OPEN, GIVEN)
    assert (need.state, need.state_since) == (NeedState.OPEN, GIVEN)
    assert heard == [(Need, need, NeedState.OPEN, entry)]
    assert LogEntry.objects.get() == entry
    assert {name: getattr(entry, name) for name in (
        "case", "subject_type", "subject_id", "action", "actor", "actor_role",
        "reason", "note", "before", "after", "at",
    )} == {
        "case": need.public_id,
        "subject_type": "catalogue.need",
        "subject_id": need.public_id,
        "action": "open",
        "actor": by,
        "actor_role": "",
        "reason": "",
        "note": "よい相談です",
        "before": {"state": "submitted"},
        "after": {"state": "open"},
        "at": GIVEN,
    }  # fmt: skip


def test_further_values_change_and_are_logged_with_the_state(need):
    perform(
        TABLE,
        need,
        "open",
        by=UserFactory(),
        values={"opened_at": GIVEN, "deadline": date(2026, 5, 6)},
    )

    entry = LogEntry.objects.get()
    before_opened = entry.before.pop("opened_at")
    assert before_opened != entry.after["opened_at"] == GIVEN.isoformat()
    assert entry.before == {"state": "submitted", "deadline": ""}
    assert entry.after["deadline"] == "2026-05-06"
    assert Need.objects.get().deadline == date(2026, 5, 6)


def test_an_action_that_no_table_has_is_unknown(need, heard):
    with pytest.raises(UnknownAction) as refused:
        perform(TABLE, need, "melt", by=UserFactory())

    assert refused.value.data == {"action": "melt"}
    assert nothing_happened(need) and heard == []


@pytest.mark.parametrize("state", [NeedState.SUBMITTED, NeedState.OPEN])
def test_who_may_not_learns_nothing_of_the_state(need, state):
    perform(TABLE, need, "open", by=UserFactory())
    Need.objects.update(state=state)

    with pytest.raises(NotAllowed):
        perform(TABLE, need, "open", by=UserFactory(is_active=False))
    with pytest.raises(NotAllowed):
        perform(TABLE, need, "open", by=None)

    assert LogEntry.objects.count() == 1


def test_a_step_that_does_not_go_with_the_state_names_the_state(need):
    with translation.override("en"), pytest.raises(WrongState) as refused:
        perform(TABLE, need, "submit", by=UserFactory())

    assert refused.value.data == {"state": "Waiting to be read"}
    assert nothing_happened(need)


def test_the_second_learns_who_was_first(need):
    first = UserFactory(name_ja="畦地 真澄")
    with clock.at(GIVEN):
        perform(TABLE, need, "open", by=first)

    with pytest.raises(AlreadyDecided) as refused:
        perform(TABLE, Need.objects.get(), "return", by=UserFactory(), note="もう少し")

    assert refused.value.data == {
        "by": "畦地 真澄",
        "at": GIVEN,
        "action": "open",
        "at_text": "2026-04-01 18:00",
    }
    assert LogEntry.objects.count() == 1


def test_who_decided_otherwise_before_is_told_the_state(need):
    by = UserFactory()
    perform(TABLE, need, "open", by=by)

    with pytest.raises(WrongState) as refused:
        perform(TABLE, need, "return", by=by, note="やはり")

    assert type(refused.value) is WrongState


def test_what_the_machine_did_was_decided_by_nobody(need):
    perform(TABLE, need, "open", by=UserFactory())
    perform(TABLE, need, "expire", by=None)

    with pytest.raises(WrongState) as refused:
        perform(TABLE, need, "close", by=UserFactory(), reason=CloseReason.OTHER)

    assert type(refused.value) is WrongState


def test_the_same_again_has_one_effect_and_the_first_entry(need, heard):
    by, stale = UserFactory(), Need.objects.get()
    first = perform(TABLE, need, "open", by=by, note="一度目")

    again = perform(TABLE, stale, "open", by=by, note="二度目")

    assert again == first
    assert stale.state == NeedState.OPEN
    assert LogEntry.objects.get().note == "一度目"
    assert len(heard) == 1


@pytest.mark.parametrize("reason", ["", "because"])
def test_a_reason_must_be_one_of_the_list(reason):
    need = NeedFactory()

    with pytest.raises(InvalidReason):
        perform(TABLE, need, "close", by=UserFactory(), reason=reason)

    assert nothing_happened(need)


def test_a_coded_reason_is_logged():
    need = NeedFactory()

    entry = perform(TABLE, need, "close", by=UserFactory(), reason="withdrawn")

    assert (entry.reason, need.state) == ("withdrawn", NeedState.CLOSED)


@pytest.mark.parametrize("note", ["", " \n　"])
def test_a_comment_must_say_something(need, note):
    with pytest.raises(CommentRequired):
        perform(TABLE, need, "return", by=UserFactory(), note=note)

    assert nothing_happened(need)


def test_a_listener_is_inside_the_transaction_and_can_stop_it(need):
    def refuse(sender, **more):
        assert LogEntry.objects.count() == 1
        raise ValueError("the mail cannot be written")

    transitioned.connect(refuse, sender=Need)
    try:
        with pytest.raises(ValueError, match="cannot be written"):
            perform(TABLE, need, "open", by=UserFactory())
    finally:
        transitioned.disconnect(refuse, sender=Need)

    assert Need.objects.get().state == NeedState.SUBMITTED
    assert not LogEntry.objects.exists()


def test_a_step_without_a_state_is_logged_too(need):
    by = UserFactory()

    with clock.at(GIVEN):
        entry = record(need, "look_at_name", by=by, note="電話のため")

    assert str(entry) == f"catalogue.need {need.public_id}: look_at_name"
    assert (entry.before, entry.after, entry.at) == ({}, {}, GIVEN)


def test_revising_returns_only_what_changed(need):
    values = {"title_ja": "新しい題", "summary_ja": need.summary_ja, "budget_max": 5}
    old = need.title_ja

    before, after = revise(need, values)

    assert before == {"title_ja": old, "budget_max": "None"}
    assert after == {"title_ja": "新しい題", "budget_max": "5"}
    assert Need.objects.get().title_ja == old


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_the_log_append_only(need, change):
    record(need, "look_at_name", by=UserFactory(), note="元のまま")
    log = LogEntry.objects.all()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        log.update(note="書き換え") if change == "update" else log._raw_delete(
            "default"
        )

    assert LogEntry.objects.get().note == "元のまま"


@pytest.mark.django_db(transaction=True)
def test_eighty_steps_at_once_all_succeed(region, together):
    by = UserFactory()
    needs = NeedFactory.create_batch(80, state=NeedState.SUBMITTED)

    entries = together(
        *[lambda need=need: perform(TABLE, need, "open", by=by) for need in needs]
    )

    assert {type(entry) for entry in entries} == {LogEntry}
    assert Need.objects.filter(state=NeedState.OPEN).count() == 80
    assert LogEntry.objects.count() == 80


@pytest.mark.django_db(transaction=True)
def test_of_many_who_decide_at_once_one_decides(region, need, together):
    people = UserFactory.create_batch(12)

    answers = together(
        *[
            lambda by=by: perform(TABLE, Need.objects.get(), "open", by=by)
            for by in people
        ]
    )

    first = LogEntry.objects.get()
    assert [a for a in answers if isinstance(a, LogEntry)] == [first]
    late = [a for a in answers if a != first]
    assert {type(error) for error in late} == {AlreadyDecided}
    assert {error.data["by"] for error in late} == {str(first.actor)}


def test_time_can_be_injected():
    with clock.at(GIVEN):
        assert clock.now() == GIVEN
        with clock.at(datetime(2026, 3, 31, 15, 30, tzinfo=UTC)):
            # Half past midnight of the next day in Japan.
            assert clock.today() == date(2026, 4, 1)
        assert clock.now() == GIVEN
    assert clock.now() - GIVEN > timedelta(days=100)
