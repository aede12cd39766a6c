from typing import Any

import pytest

from search.query import MAX_SIZE, Query


def test_an_empty_query_is_the_first_page_of_everything() -> None:
    query = Query()

    assert (query.text, query.kinds, query.filters, query.page) == ("", (), {}, 1)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"page": 0}, "page 0 is below 1"),
        ({"size": -1}, "size -1 is not within"),
        ({"size": MAX_SIZE + 1}, "is not within"),
        ({"filters": {"kind": ("need",)}}, "chosen by `kinds`"),
    ],
)
def test_refuses_what_only_a_mistake_can_produce(
    given: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Query(**given)
