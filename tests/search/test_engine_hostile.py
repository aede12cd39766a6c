"""The contract of all engines: bad input is answered sensibly, never by an error."""

import pytest

from search.engine import Engine
from search.parsing import MAX_TERMS, MAX_TEXT
from tests.factories.search import make_document
from tests.search.conftest import Find

HOSTILE = [
    " ".join(f"語{number}" for number in range(1_000)),
    "雑草 " * 1_000,
    " OR ".join(["雑草"] * 1_000),
    "「" * 1_000,
    '"' * 1_001,
    '"雑草',
    "雑草」",
    "((((雑草",
    "]})雑草({[",
    "*",
    "雑*",
    "*:*",
    "NOT",
    "OR",
    "AND AND",
    "-",
    "---",
    "- - -",
    "NEAR(雑草 橋, 5)",
    "title:雑草",
    "{title} : 雑草",
    "^雑草",
    "雑草^10",
    "/雑.*草/",
    r"\d+(?=x)",
    "a" * 5_000,
    "雑" * 5_000,
    "雑草\x00橋",
    "\x00",
    "\ud800雑草",
    "😀",
    "👨‍👩‍👧‍👦",
    "\u202e雑草\u202c",
    "\ufeff\u200b",
    "¶",
    "'; DROP TABLE document; --",
    "<script>alert(1)</script>",
    "%",
    "_",
    "\\",
    "İstanbul ß ﷺ ŉ",
    "ก็ देवनागरी العربية",
    "1" * 400,
    "゛゜ーー々〆ヶ",
    "\t\n\r\v\f",
    "雑草" * 20_000,
]


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_answers_whatever_is_typed(engine: Engine, find: Find, typed: str) -> None:
    engine.index([make_document("1", "雑草を刈る"), make_document("2", "橋")])

    for operator in ("auto", "all", "any"):
        results = find(typed, operator=operator)
        assert results.total == len(results.hits) <= 2
    assert find("雑草").total == 1


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_holds_whatever_is_written(engine: Engine, find: Find, typed: str) -> None:
    typed = typed[:1_000]
    document = make_document(
        "1",
        typed,
        body=typed,
        keywords=(typed,),
        people=(typed,),
        codes=(typed,),
        facets={"theme": (typed,)},
        sort={"updated": typed},
    )

    assert engine.index([document, make_document("2", "橋")]) == 2
    assert engine.index([document]) == 1
    assert find("橋", filters={"theme": ()}).total == (2 if "橋" in typed else 1)
    assert find(filters={"theme": (typed,)}).total == 1


@pytest.mark.parametrize("typed", ["*", "-", "😀", "！？", "\x00"])
def test_nothing_that_can_be_looked_for_finds_nothing(
    engine: Engine, find: Find, typed: str
) -> None:
    engine.index([make_document("1", "雑草")])

    assert find(typed).total == 0


def test_says_that_a_text_was_shortened(engine: Engine, find: Find) -> None:
    many = " ".join(f"w{number}x" for number in range(MAX_TERMS + 1))

    assert find(many).understood.shortened
    assert len(find(many).understood.words) == MAX_TERMS
    assert find("あ" * (MAX_TEXT + 1)).understood.shortened
    assert not find("雑草").understood.shortened
