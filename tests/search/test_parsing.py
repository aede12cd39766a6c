import pytest

from search.parsing import MAX_TEXT, Atom, Clause, parse


def word(*texts: str) -> Clause:
    return Clause(tuple(Atom(text) for text in texts))


def phrase(text: str) -> Clause:
    return Clause((Atom(text, exact=True),))


def no(text: str, *, exact: bool = False) -> Clause:
    return Clause((Atom(text, exact),), excluded=True)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("", ()),
        ("  　\n", ()),
        ("雑草　ドローン", (word("雑草"), word("ドローン"))),
        ("「雑草 の」『検出』", (phrase("雑草 の"), phrase("検出"))),
        ('a"b c"d', (word("a"), phrase("b c"), word("d"))),
        ("“x” ＂y＂ 〝z〟", (phrase("x"), phrase("y"), phrase("z"))),
        ("「」 「 」 a", (word("a"),)),
        ('a "b', (word("a"), word("b"))),
        ("a」b", (word("a"), word("b"))),
        ("-a －b −c --d", (no("a"), no("b"), no("c"), no("d"))),
        ("-「a b」", (no("a b", exact=True),)),
        ("a-b 0-1", (word("a-b"), word("0-1"))),
        ("(-a)", (no("a"),)),
        ("-", (word("-"),)),
        ("a -", (word("a"),)),
        ("NOT a b", (no("a"), word("b"))),
        ("NOT -a", (no("a"),)),
        ("a NOT", (word("a"),)),
        ("a OR b ＯＲ c", (word("a", "b", "c"),)),
        ("a|b", (word("a|b"),)),
        ("a | b || c", (word("a", "b", "c"),)),
        ("OR a OR OR b OR", (word("a", "b"),)),
        ("-a OR b", (no("a"), word("b"))),
        ("a OR -b", (word("a"), no("b"))),
        ("a AND b & c", (word("a"), word("b"), word("c"))),
        ("or and not", (word("or"), word("and"), word("not"))),
        ("-OR", (no("OR"),)),
        ("NOT", (word("NOT"),)),
        ("AND OR", (word("AND OR"),)),
        ("a\x00b", (word("a"), word("b"))),
        ("【急募】a", (word("急募"), word("a"))),
    ],
)
def test_parse(text: str, clauses: tuple[Clause, ...]) -> None:
    assert parse(text) == clauses


def test_only_the_beginning_of_a_text_is_read() -> None:
    assert parse("x" * (MAX_TEXT + 9)) == (word("x" * MAX_TEXT),)
