"""From what is looked for to an FTS5 expression. Pure.

Terms and grams never hold a quotation mark or a character that the tokenizer
parts words at (`search.analysis` sees to both), and every one is put in
quotation marks: nothing typed can be read as syntax.
"""

from __future__ import annotations

from search.analysis import Pattern
from search.conditions import AllOf, Name, Node, Phrase, Term
from search.engines import cutting
from search.engines.cutting import BETWEEN

WEIGHTS = {**cutting.WEIGHTS, "names": 5.0, "chars": 0.5}
"""The columns, in order, and what a word in each counts for."""


def expression(node: Node) -> str:
    """Write a condition in the query language of FTS5."""
    if isinstance(node, Term):
        return f'-{{names chars}}:"{node.term}"'
    if isinstance(node, Phrase):
        return f"chars:{_run(node.pattern)}"
    if isinstance(node, Name):
        return f"names:{_run(node.pattern, BETWEEN)}"
    operator = " AND " if isinstance(node, AllOf) else " OR "
    return f"({operator.join(expression(inner) for inner in node.nodes)})"


def _run(pattern: Pattern, *before: str) -> str:
    words = " ".join([*before, *pattern.grams])
    return f'"{words}" *' if pattern.prefix else f'"{words}"'
