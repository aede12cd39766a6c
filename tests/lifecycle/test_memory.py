import pytest

from lifecycle.memory import read_once, remembering


@pytest.fixture
def counted():
    calls = []

    @read_once
    def read() -> int:
        calls.append(1)
        if len(calls) == 2:
            raise ValueError("away for a moment")
        return len(calls)

    return read


def test_outside_of_a_page_it_is_read_every_time(counted):
    assert counted() == 1
    with pytest.raises(ValueError):
        counted()
    assert counted() == 3


def test_within_a_page_it_is_read_once(counted):
    with remembering():
        assert [counted(), counted(), counted()] == [1, 1, 1]


def test_a_failure_is_not_remembered(counted):
    counted()
    with remembering():
        with pytest.raises(ValueError):
            counted()
        assert [counted(), counted()] == [3, 3]


def test_the_next_page_reads_anew(counted):
    with remembering():
        counted()
    with pytest.raises(ValueError), remembering():
        counted()
    with remembering():
        assert counted() == 3
