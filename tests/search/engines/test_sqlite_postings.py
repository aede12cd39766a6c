"""The lists of the embedded engine: who has a word, whatever came and went."""

import math
import sqlite3
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines import sqlite_postings as postings

# Neighbours, some of them on either side of where a new block begins.
DOCIDS = (1, 2, 1023, 1024, 1025, 4096)
TERMS = ("橋", "雑草", "bridge", "ミズ")
Held = dict[int, dict[str, int]]


def empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    for table in postings.TABLES.values():
        connection.execute(f"CREATE {table}")
    return connection


def listed(found: postings.Listed) -> dict[int, int]:
    return dict(zip(found.docids.tolist(), found.values.tolist(), strict=True))


def kept(
    held: Held, facets: list[int]
) -> Iterator[tuple[int, dict[str, int], list[int]]]:
    for docid, times in held.items():
        yield docid, times, facets


def having(held: Held, term: str) -> dict[int, int]:
    return {docid: times[term] for docid, times in held.items() if term in times}


steps = st.lists(
    st.tuples(
        st.sampled_from(DOCIDS),
        st.dictionaries(st.sampled_from(TERMS), st.integers(1, 2**32 // 8)),
    ),
    max_size=30,
)


@given(steps)
def test_a_list_names_whom_it_was_given_and_not_whom_it_lost(
    steps: list[tuple[int, dict[str, int]]],
) -> None:
    connection = empty()
    held: Held = {}
    for docid, times in steps:
        if docid in held:
            postings.take_out(connection, docid, held.pop(docid))
        else:
            postings.put_in(connection, docid, times, [3, 5])
            held[docid] = times

    for term in TERMS:
        assert listed(postings.of_term(connection, term)) == having(held, term)
    lengths = postings.lengths(connection, max(DOCIDS) + 1)
    assert {docid: lengths[docid] for docid in held} == {
        docid: sum(times.values()) for docid, times in held.items()
    }
    facets = postings.listed(connection, postings.FACETS)
    pairs = zip(facets.docids.tolist(), facets.values.tolist(), strict=True)
    assert sorted(pairs) == sorted((docid, n) for docid in held for n in (3, 5))
    terms = connection.execute("SELECT term FROM term").fetchall()
    assert {term for (term,) in terms} == {t for times in held.values() for t in times}
    postings.check(connection, kept(held, [3, 5]))


def test_a_word_that_nobody_ever_had_has_an_empty_list() -> None:
    connection = empty()
    assert listed(postings.of_term(connection, "橋")) == {}
    assert postings.lengths(connection, 1).tolist() == [0]


def test_a_word_weighs_what_bm25_says() -> None:
    connection = empty()
    held: Held = {1: {"橋": 2, "水": 6}, 2: {"橋": 1}, 1024: {"水": 3}, 1025: {"山": 8}}
    for docid, times in held.items():
        postings.put_in(connection, docid, times, [])

    weights = postings.weigh(
        postings.of_term(connection, "橋"), postings.lengths(connection, 1026)
    )

    rarity = math.log(1 + (4 - 2 + 0.5) / (2 + 0.5))
    mean = (8 + 1 + 3 + 8) / 4
    expected = [
        rarity * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * length / mean))
        for times, length in ((2, 8), (1, 1))
    ]
    assert np.allclose(weights, expected)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM posting WHERE place = (SELECT min(place) FROM posting)",
        "UPDATE posting SET entries = substr(entries, 7) WHERE length(entries) > 6",
        "DELETE FROM term WHERE term = '橋'",
        "UPDATE term SET term = '端' WHERE term = '橋'",
    ],
)
def test_lists_that_are_not_those_of_the_texts_are_noticed(statement: str) -> None:
    connection = empty()
    held: Held = {1: {"橋": 2, "水": 6}, 2: {"橋": 1}}
    for docid, times in held.items():
        postings.put_in(connection, docid, times, [])
    postings.check(connection, kept(held, []))

    connection.execute(statement)

    with pytest.raises(sqlite3.DatabaseError, match="not those of the texts"):
        postings.check(connection, kept(held, []))
