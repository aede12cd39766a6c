"""Who did not answer is left alone for a while."""

from lifecycle.breaker import Breaker


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_asks_until_something_fails():
    breaker = Breaker(30, Clock())

    assert [breaker.allows() for _ in range(3)] == [True] * 3
    assert breaker.failed()
    assert [breaker.allows() for _ in range(3)] == [False] * 3


def test_after_the_pause_one_asks_until_it_succeeded():
    clock = Clock()
    breaker = Breaker(30, clock)
    breaker.failed()

    clock.seconds = 30
    assert [breaker.allows() for _ in range(3)] == [True, False, False]
    assert not breaker.failed()
    clock.seconds = 59
    assert not breaker.allows()
    clock.seconds = 60
    assert breaker.allows()
    assert breaker.succeeded()
    assert [breaker.allows() for _ in range(3)] == [True] * 3
    assert not breaker.succeeded()


def test_whoever_tries_and_vanishes_does_not_close_it_for_good():
    clock = Clock()
    breaker = Breaker(30, clock)
    breaker.failed()

    clock.seconds = 30
    assert breaker.allows()
    clock.seconds = 60
    assert breaker.allows()
