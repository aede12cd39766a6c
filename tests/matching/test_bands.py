import pytest

from matching.bands import FLOOR, RELATED, STRONG, Band, band


@pytest.mark.parametrize(
    ("score", "words", "expected"),
    [
        (1.0, 3, "strong"),
        (STRONG, 3, "strong"),
        (STRONG, 2, "related"),
        (STRONG - 1e-9, 9, "related"),
        (RELATED, 1, "related"),
        (RELATED - 1e-9, 9, "partly"),
        (FLOOR, 1, "partly"),
        (FLOOR - 1e-9, 9, None),
        (0.0, 0, None),
    ],
)
def test_band(score: float, words: int, expected: Band | None) -> None:
    assert band(score, words) == expected


def test_without_a_count_of_words_the_score_decides() -> None:
    assert band(STRONG) == "strong"
