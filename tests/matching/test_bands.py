import pytest

from matching.bands import FLOOR, LIMITS, STRONG_WORDS, Band, band
from matching.documents import LANGS, Lang


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("limit", "words", "above", "below"),
    [
        ("strong", STRONG_WORDS, "strong", "related"),
        ("strong", STRONG_WORDS - 1, "related", "related"),
        ("related", 1, "related", "partly"),
        ("partly", 1, "partly", None),
    ],
)
def test_a_band_begins_at_its_limit(
    lang: Lang, limit: str, words: int, above: Band, below: Band | None
) -> None:
    score = getattr(LIMITS[lang], limit)
    assert band(score, words, lang) == above
    assert band(score - 1e-9, words, lang) == below


def test_nothing_and_all_there_is() -> None:
    assert band(0.0, 0) is None
    assert band(1.0) == "strong"


def test_the_floor_silences_every_language() -> None:
    assert [band(FLOOR - 1e-9, 9, lang) for lang in LANGS] == [None, None]
    assert band(FLOOR, 9, "ja") == "partly"


def test_english_alone_has_to_share_more() -> None:
    assert all(e > j for j, e in zip(LIMITS["ja"], LIMITS["en"], strict=True))
