"""Where sentences begin and end."""

import re

MAX_SENTENCE = 400
"""Longest sentence in characters. Longer ones are cut at a clause, a space or,
if need be, anywhere: a quoted passage stays readable, and the analyser, which
takes 49,149 bytes at most, never sees more."""

_SENTENCE = re.compile(
    r"""
    .+?                                # as little as possible up to
    (?:
        [。！？!?｡]+[」』）)\]"”]*(?![」』と])   # a full stop, ! or ?
      | (?<=[^\W\d_][^\W\d_])\.["”)\]]*(?=\s)   # a full stop after a word
      | (?<=[\d)\]"”%])\.(?=\s+[^\W\d_a-z])     # … or before a capital
      | (?=\n)                         # a new line: headings, lists
      | \Z
    )
    """,
    re.VERBOSE,
)
_BREAKS = ("、", "，", ",", ";", " ")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of a text, without surrounding space."""
    spans: list[tuple[int, int]] = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > MAX_SENTENCE:
            cut = _cut(text, start)
            _append(spans, text, start, cut)
            start = cut
        _append(spans, text, start, end)
    return spans


def _cut(text: str, start: int) -> int:
    """Where to cut a sentence that begins at `start` and is too long."""
    limit = start + MAX_SENTENCE
    for mark in _BREAKS:
        found = text.rfind(mark, start + MAX_SENTENCE // 2, limit)
        if found >= 0:
            return found + 1
    return limit


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        spans.append((start, end))
