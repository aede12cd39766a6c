"""What the embedded engine keeps for whoever is typing, and how it is read.

`beginning` has the places where a title, keyword or name may be completed from: the
beginning of each, of each word of a title and of each part of a name; as written
(folded, in hiragana) and, but for names, as read (in katakana, as `search.readings`
has it). A name in kana leads to the one with kanji that it is the reading of, else to
itself (`search.names`). `vocabulary` has every word that was ever indexed, with its
sound; a word stays when its last document goes, and whether a reader may be told of it
is asked of the index itself.
"""

from __future__ import annotations

import json
import re
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from search.analysis import letters, sound, words
from search.engines.cutting import CutText
from search.engines.sqlite_postings import of_term
from search.names import name_as_written
from search.readings import is_reading, read_onward, typed_aloud
from search.spelling import mistakes, tolerance
from search.suggesting import Completion

TABLES = {
    "beginning": """TABLE beginning (
        docid INTEGER, place INTEGER, start INTEGER, folded TEXT,
        PRIMARY KEY (docid, place, start, folded)) WITHOUT ROWID""",
    "vocabulary": """TABLE vocabulary (
        term TEXT PRIMARY KEY, sound TEXT NOT NULL) WITHOUT ROWID""",
}
INDEXES = (
    "INDEX beginning_folded ON beginning (folded)",
    "INDEX vocabulary_sound ON vocabulary (sound)",
    "INDEX vocabulary_first ON vocabulary (substr(term, 1, 1), length(term))",
    "INDEX vocabulary_last ON vocabulary (substr(term, -1), length(term))",
)

_COMPLETED = ("title", "keywords", "people")
_MAX_STARTS = 8  # of one text
_MAX_FOLDED = 24
_SHORTEST = 2
_LOOKED_AT = 500
_LAST = "\U0010ffff"
_PART = re.compile(r"\S+")
_VISIBLE = """EXISTS (
    SELECT 1 FROM audience WHERE audience.docid = {docid}
    AND token IN (SELECT value FROM json_each(:audiences)))"""
_COMPLETING = f"""SELECT field, lang, text, start, count(*)
    FROM (
        SELECT DISTINCT docid, place, start FROM beginning
        WHERE (folded >= :first AND folded < :last
            OR folded >= :aloud AND folded < :last_aloud)
        AND {_VISIBLE.format(docid="beginning.docid")} LIMIT {_LOOKED_AT})
    JOIN passage USING (docid, place) GROUP BY field, lang, text, start"""
_ALIKE = """SELECT term, sound FROM vocabulary WHERE sound = :sound
    UNION SELECT term, sound FROM vocabulary WHERE substr(term, 1, 1) = :first
        AND length(term) BETWEEN :shortest AND :longest
    UNION SELECT term, sound FROM vocabulary WHERE substr(term, -1) = :last
        AND length(term) BETWEEN :shortest AND :longest"""
_SEEN = f"""SELECT value FROM json_each(:docids)
    WHERE {_VISIBLE.format(docid="value")} LIMIT 1"""


def put_in(
    connection: sqlite3.Connection, docid: int, texts: Sequence[CutText]
) -> None:
    """Keep where a document's texts may be completed from, and its words."""
    rows = [(docid, *row) for row in _beginnings(texts)]
    connection.executemany(
        "INSERT OR IGNORE INTO beginning VALUES (?, ?, ?, ?)",
        [row for row in rows if row[-1]],
    )
    terms = {term for text in texts for term in text.terms.split()}
    terms -= {term for term in terms if is_reading(term)}  # nobody typed those
    known = connection.execute(
        "SELECT term FROM vocabulary WHERE term IN (SELECT value FROM json_each(?))",
        [json.dumps([*terms])],
    )
    new = terms.difference(term for (term,) in known)
    connection.executemany(
        "INSERT OR IGNORE INTO vocabulary VALUES (?, ?)",
        [(t, sound(t)) for t in new if len(t) >= _SHORTEST and not t.isdigit()],
    )


def complete(
    connection: sqlite3.Connection,
    typed: str,
    audiences: Iterable[str],
    lang: str,
    limit: int,
) -> tuple[Completion, ...]:
    """Answer `Suggester.complete` from the file."""
    first = letters(typed)[:_MAX_FOLDED]
    if not first:
        return ()
    aloud = (typed_aloud(typed) or first)[:_MAX_FOLDED]
    given = {
        "first": first,
        "last": first + _LAST,
        "aloud": aloud,
        "last_aloud": aloud + _LAST,
        "audiences": json.dumps([*audiences]),
    }
    times: Counter[Completion] = Counter()
    at_start: set[Completion] = set()
    for field, its, text, start, count in connection.execute(_COMPLETING, given):
        found = Completion(text, field, its)
        times[found] += count
        if start == 0:
            at_start.add(found)

    def order(found: Completion) -> tuple[bool, bool, int, int, str]:
        foreign = found.lang not in ("", lang)
        late = found not in at_start
        return foreign, late, -times[found], len(found.text), found.text

    unique = {found.text: found for found in sorted(times, key=order, reverse=True)}
    return tuple(sorted(unique.values(), key=order)[:limit])


def similar(
    connection: sqlite3.Connection, word: str, audiences: Iterable[str], limit: int
) -> list[tuple[int, str]]:
    """Return words that may have been meant, each with a document that shows it.

    Returns:
        the document's number and the term, the nearest first.
    """
    typed = letters(word)
    if len(typed) < _SHORTEST:
        return []
    forms = {typed, *(cut.term for cut in words(word))} if len(typed) > 2 else {typed}
    most, heard = tolerance(typed), sound(word)
    given = {
        "sound": heard,
        "first": typed[0],
        "last": typed[-1],
        "shortest": len(typed) - most,
        "longest": len(typed) + most,
    }
    near: list[tuple[int, str]] = []
    for term, its in connection.execute(_ALIKE, given):
        if term in forms:
            continue
        apart = mistakes(typed, term)
        if its == heard or apart is not None:
            near.append((0 if its == heard else apart or 0, term))
    shown = (
        (docid, term)
        for _, term in sorted(near)
        for docid in _seen(connection, term, audiences)
    )
    return [pair for pair, _ in zip(shown, range(limit), strict=False)]


def _seen(
    connection: sqlite3.Connection, term: str, audiences: Iterable[str]
) -> list[int]:
    given = {
        "docids": json.dumps(of_term(connection, term).docids.tolist()),
        "audiences": json.dumps([*audiences]),
    }
    return [docid for (docid,) in connection.execute(_SEEN, given)]


def _beginnings(texts: Sequence[CutText]) -> Iterator[tuple[int, int, str]]:
    """The place that is shown, where in it typing may begin, and what is typed."""
    names = {text.text: at for at, text in enumerate(texts) if text.field == "people"}
    for place, text in enumerate(texts):
        if text.field not in _COMPLETED:
            continue
        starts = [*_starts(text)]
        shown = place
        if text.field == "people":
            shown = names[name_as_written(text.text, names)]
        for start in starts:
            yield shown, start, letters(text.text[start:])[:_MAX_FOLDED]
        if text.field != "people":  # how a name is read is given
            for start, kana in read_onward(text.text, _MAX_FOLDED):
                if start in starts:
                    yield place, start, kana


def _starts(text: CutText) -> Iterator[int]:
    starts = {0}
    if text.field == "title":
        starts.update(array("I", text.places)[::2])
    elif text.field == "people":
        starts.update(part.start() for part in _PART.finditer(text.text))
    yield from sorted(starts)[:_MAX_STARTS]
