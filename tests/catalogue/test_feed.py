"""Followers of the feed miss nothing, on either database."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from catalogue.actions.feed import note_change, trim_feed
from catalogue.models import Change
from catalogue.selectors.feed import Position, has_read, last_position, news_after
from catalogue.signals import changed
from lifecycle import clock
from tests.factories.accounts import OrganisationFactory
from tests.factories.catalogue import ThemeFactory

NEEDS_POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def things():
    return OrganisationFactory.create_batch(3)


def test_a_change_is_told_and_read_once(things):
    told = []

    def listen(change, sender, **signal):
        told.append((sender, str(change)))

    before = last_position()
    changed.connect(listen)
    note_change(things[0])
    changed.disconnect(listen)
    first = news_after(before)

    ident = things[0].public_id
    assert told == [(type(things[0]), f"organisation {ident}")]
    assert (first.things, first.lost) == ({("organisation", ident)}, False)
    assert first.position == last_position()
    again = news_after(first.position)
    assert (again.things, again.position) == (frozenset(), first.position)


def test_what_comes_later_is_read_in_order(things):
    seen, position = [], last_position()
    for thing in things:
        note_change(thing)
        news = news_after(position)
        seen += [ident for _kind, ident in news.things]
        position = news.position

    assert seen == [thing.public_id for thing in things]


def test_nothing_happened_yet():
    assert news_after(last_position()).things == frozenset()
    assert trim_feed(older_than=timedelta(0)) == 0


def test_trimming_keeps_the_last_row_and_loses_sleepers(things):
    beginning = last_position()
    with clock.at(clock.now() - timedelta(days=20)):
        note_change(things[0])
        sleeper = last_position()
        note_change(things[1])
        follower = last_position()

    assert trim_feed(older_than=timedelta(days=14)) == 2

    assert Change.objects.count() == 1
    assert not news_after(follower).lost
    assert news_after(sleeper).lost
    assert news_after(beginning).lost
    assert news_after(Position(2**40, 5)).lost


@NEEDS_POSTGRESQL
def test_the_late_commit_of_an_older_transaction_is_not_skipped(things):
    older, newer, first = things
    note_change(first)
    known = last_position()
    written, may_commit = threading.Event(), threading.Event()

    def write_slowly():
        with transaction.atomic():
            note_change(older)
            written.set()
            may_commit.wait()
        connection.close()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    written.wait()
    note_change(newer)
    early = news_after(known)
    may_commit.set()
    slow.join()
    late = news_after(early.position)

    # It is told of at once, and not counted as read before the older one is there.
    assert early.things == {("organisation", newer.public_id)}
    assert early.position == known
    assert late.things == {("organisation", thing.public_id) for thing in things[:2]}
    assert late.position == last_position() != known


def test_what_a_follower_has_not_read_grows_old(things):
    read = last_position()
    now = clock.now()
    with clock.at(now):
        note_change(things[0])

    assert has_read(read, before=now)
    assert not has_read(read, before=now + timedelta(seconds=1))
    assert has_read(last_position(), before=now + timedelta(seconds=1))


def test_an_old_change_behind_a_new_one_is_not_overlooked(things):
    read, now = last_position(), clock.now()
    for thing, age in zip(things, (0, 9, 0), strict=True):
        with clock.at(now - timedelta(seconds=age)):
            note_change(thing)

    assert not has_read(read, before=now)


def test_whose_position_is_lost_has_not_read(things):
    assert not has_read(Position(2**40, 5), before=clock.now())
    assert not has_read(Position(0, 0), before=clock.now())


def test_ones_own_uncommitted_change_is_told(things):
    known = last_position()
    with transaction.atomic():
        ThemeFactory()
        note_change(things[0])
        assert ("organisation", things[0].public_id) in news_after(known).things
