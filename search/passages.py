"""Which piece of a document shows best why it was found.

Engine-neutral and pure: it needs the document's own texts, the words cut from
them when they were indexed, and what was looked for.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.analysis import Pattern, Word, gram_terms, grams
from search.conditions import Name, Node, Phrase, Term, leaves
from search.engine import Passage
from search.names import name_as_written

MAX_LENGTH = 160
"""The most code points of a passage."""

_LEAD = 40
"""How far before the first mark a passage may begin."""

_FIELDS = ("summary", "body", "keywords", "people", "codes")
_STOPS = ("。", "！", "？", "!", "?", "\n", ". ")
_PAUSES = (*_STOPS, "、", "，", ",", "；", ";", " ", "\u3000")
_MAX_CLUSTER = 16
"""The most code points of what people see as one character."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a document, with the words to mark in it (or more), in order."""

    field: str
    lang: str
    text: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words and runs of grams to mark, and those to mark in `people` alone."""

    terms: frozenset[str]
    patterns: tuple[Pattern, ...]
    names: tuple[Pattern, ...]

    @classmethod
    def of(cls, nodes: Iterable[Node]) -> Wanted:
        """Collect what is looked for by any of some conditions."""
        found = [leaf for node in nodes for leaf in leaves(node)]
        return cls(
            frozenset(leaf.term for leaf in found if isinstance(leaf, Term)),
            _patterns(leaf for leaf in found if isinstance(leaf, Phrase)),
            _patterns(leaf for leaf in found if isinstance(leaf, Name)),
        )


def _patterns(found: Iterable[Phrase | Name]) -> tuple[Pattern, ...]:
    return tuple(dict.fromkeys(leaf.pattern for leaf in found))


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    what: str


def choose(
    texts: Sequence[Text], wanted: Wanted, lang: str
) -> tuple[Passage | None, Passage | None]:
    """Choose the title and the passage to show of one document.

    Args:
        texts: all of its texts.
        wanted: what to mark.
        lang: the reader's language, preferred among equals.

    Returns:
        the whole title, and the passage with the most different marked words,
        at most MAX_LENGTH long; the beginning of the text where there are none. For
        the reading of a name the name is shown as it is written.
    """
    titles = sorted(
        (text for text in texts if text.field == "title" and text.text),
        key=lambda text: text.lang != lang,
    )
    title = None
    if titles:
        first = titles[0]
        marks = _merge(_marks(first, wanted))
        title = Passage(
            "title", first.lang, first.text, marks, 0, length=len(first.text)
        )
    others = [text for text in texts if text.field != "title" and text.text]
    if not others:
        return title, None
    ranked = []
    for text in others:
        marks_here = _marks(text, wanted)
        count, at = _densest(marks_here)
        order = (-count, text.lang not in (lang, ""), _FIELDS.index(text.field))
        ranked.append((order, text, marks_here, at))
    _, best, marks_there, at = min(ranked, key=lambda item: item[0])
    if best.field == "people":
        names = {text.text: text for text in others if text.field == "people"}
        name = names[name_as_written(best.text, names)]
        if name.text != best.text:
            best, marks_there, at = name, _marks(name, wanted), 0
    return title, _cut(best, marks_there, at)


def _marks(text: Text, wanted: Wanted) -> list[_Mark]:
    found = [
        _Mark(word.start, word.end, word.term)
        for word in text.words
        if word.term in wanted.terms
    ]
    patterns = wanted.patterns
    if text.field == "people":
        patterns += wanted.names
    said = frozenset(gram_terms(text.text)) if patterns else frozenset()
    # Where they stand is looked for only in what has them, since that takes longer.
    patterns = tuple(one for one in patterns if said.issuperset(_whole_grams(one)))
    if patterns:
        cut = grams(text.text)
        for sought in patterns:
            found += _runs(text.text, cut, sought)
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def _whole_grams(sought: Pattern) -> Sequence[str]:
    return sought.grams[:-1] if sought.prefix else sought.grams


def _runs(text: str, cut: Sequence[Word], sought: Pattern) -> list[_Mark]:
    size = len(sought.grams)
    found = []
    for at in range(len(cut) - size + 1):
        if size > 1 and cut[at].term != sought.grams[0]:
            continue
        run = cut[at : at + size]
        last = run[-1]
        if all(
            word.term == gram
            for word, gram in zip(run[:-1], sought.grams, strict=False)
        ):
            if last.term == sought.grams[-1]:
                found.append(_Mark(run[0].start, last.end, sought.grams[0]))
            elif sought.prefix and last.term.startswith(sought.grams[-1]):
                # The gram is of two characters, so another begins at its second.
                end = cut[at + size].start
                while text[end - 1].isspace():
                    end -= 1
                found.append(_Mark(run[0].start, end, sought.grams[0]))
    return found


def _merge(marks: Iterable[_Mark]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for mark in marks:
        if merged and mark.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(mark.end, merged[-1][1]))
        else:
            merged.append((mark.start, mark.end))
    return tuple(merged)


def _densest(marks: Sequence[_Mark]) -> tuple[int, int]:
    """The most different words in one window, and the first mark of that window."""
    best = (0, 0)
    inside: Counter[str] = Counter()
    behind = 0  # the first mark behind the window
    for at, first in enumerate(marks):
        limit = first.start + MAX_LENGTH - _LEAD
        while behind < len(marks) and (behind == at or marks[behind].end <= limit):
            inside[marks[behind].what] += 1
            behind += 1
        if len(inside) > best[0]:
            best = (len(inside), at)
        inside[first.what] -= 1
        if not inside[first.what]:
            del inside[first.what]
    return best


def _cut(text: Text, marks: Sequence[_Mark], at: int) -> Passage:
    whole = text.text
    start = _begin(whole, marks[at].start if marks else 0)
    limit = start + MAX_LENGTH
    inside = [mark.end for mark in marks if start <= mark.start and mark.end <= limit]
    end = _finish(whole, start, max(inside, default=start))
    shown = tuple(
        (first - start, min(last, end) - start)
        for first, last in _merge(marks)
        if start <= first < end
    )
    return Passage(text.field, text.lang, whole[start:end], shown, start, len(whole))


def _begin(text: str, mark: int) -> int:
    """Where a passage with a mark begins: at its sentence, else close before it."""
    if len(text) <= MAX_LENGTH:
        return _skip_space(text, 0, mark or len(text))
    earliest = max(0, mark - _LEAD)
    sentence = max(text.rfind(stop, earliest, mark) for stop in _STOPS) + 1
    if sentence:
        return _skip_space(text, sentence, mark)
    if earliest == 0:
        return _skip_space(text, 0, mark or len(text))
    pause = min(
        (found for stop in _PAUSES if (found := text.find(stop, earliest, mark)) >= 0),
        default=-1,
    )
    return _skip_space(text, pause + 1, mark) if pause >= 0 else _whole(text, earliest)


def _finish(text: str, start: int, least: int) -> int:
    """Where a passage ends: with the text, at a stop late in it, or at its limit.

    `least` is the end of its last mark.
    """
    end = min(len(text), start + MAX_LENGTH)
    if end < len(text):
        late = max(least, end - _LEAD)
        stop = max(text.rfind(stop, late, end) for stop in _PAUSES) + 1
        end = stop if stop else max(least, _whole(text, end))
    while end > least and text[end - 1].isspace():
        end -= 1
    return end


def _skip_space(text: str, at: int, limit: int) -> int:
    while at < limit and text[at].isspace():
        at += 1
    return at


def _whole(text: str, at: int) -> int:
    """Go back to where a character as people see it begins."""
    first = max(0, at - _MAX_CLUSTER)
    while at > first and (
        unicodedata.category(text[at]) in ("Mn", "Me", "Mc", "Cf", "Sk")
        or text[at - 1] == "\u200d"
    ):
        at -= 1
    return at
