"""BM25 of a few texts among themselves."""

import math

from search.closeness import closeness, numbered


def cut(*texts: str) -> list[bytes]:
    """Texts as an index keeps them."""
    return [numbered(text.split()) for text in texts]


def test_the_formula() -> None:
    texts = cut("a b a", "b", "c c")

    found = closeness(texts, ["a"])

    idf = math.log(1 + 2.5 / 1.5)
    assert math.isclose(found[0], idf * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2)))
    assert found[1:] == [0, 0]


def test_rare_terms_and_short_texts_count_more() -> None:
    texts = cut("a x", "b x", "x x", "b x x x")

    rare, common, _, long = closeness(texts, ["a", "b"])

    assert rare > common > long > 0


def test_nothing_is_close_to_nothing() -> None:
    assert closeness([], ["a"]) == []
    assert closeness(cut("a", ""), []) == [0, 0]
    assert closeness(cut("", ""), ["a"]) == [0, 0]
