import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.people import people_scores, person_score

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_a_person_is_as_good_as_the_power_mean_of_the_texts() -> None:
    assert person_score([0.2, 0.4]) == pytest.approx(((0.2**4 + 0.4**4) / 2) ** 0.25)
    assert person_score([0.3]) == pytest.approx(0.3)
    assert person_score([]) == 0.0


@given(SCORES)
def test_it_lies_between_the_mean_and_the_best(scores: list[float]) -> None:
    score = person_score(scores)
    assert sum(scores) / len(scores) <= score + 1e-9
    assert score <= max(scores) + 1e-9


def test_one_text_that_fits_counts_more_than_many_that_are_near() -> None:
    assert person_score([0.6, 0.0, 0.0]) > person_score([0.3, 0.3, 0.3])


def test_people_are_scored_by_all_their_texts() -> None:
    scores = {"a": 0.2, "b": 0.4, "c": 0.1, "someone else's": 1.0}
    authors = {"a": "p", "b": "p", "c": "q"}
    found = people_scores(scores, authors)
    assert found == pytest.approx({"p": person_score([0.2, 0.4]), "q": 0.1})
    with pytest.raises(KeyError):
        people_scores(scores, {"d": "p"})
