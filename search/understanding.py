"""From a query's text to what is looked for: pure, and the same for all engines.

The plan is a short list of steps, tried in order until one finds something:

1. every word (or what synonyms add to it), every phrase;
2. every word exactly as written, wherever analysis may have cut it;
3. any word.

A sentence or question is looked for by the last step alone. Exclusions and phrases hold
in all; but what a sentence quotes is looked for by its words as well, where nothing has
it exactly. A name in kana or kanji is also looked for from its beginning, because
analysis cuts unknown names at will.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from search.analysis import UNSPACED, Unit, Word, grams, pattern, units, words
from search.conditions import Leaf, Name, Node, Phrase, Term, all_of, any_of
from search.engine import Understanding
from search.parsing import MAX_TERMS, MAX_TEXT, Atom, Clause, parse
from search.query import Query
from search.readings import spoken, spoken_name
from search.synonyms import Synonyms, cut

_MAX_NAME = 20
"""The most characters of a word that may be the beginning of a name."""

_SENTENCE = 6
"""From so many different words on a text is a sentence: hardly anything has all of
them, and what does is not for that the answer."""

_ENDS_A_SENTENCE = re.compile(
    r"(?:[。．？?！!][」』）)\"”]*|(?:です|ます|でした|ました|ません)[かねよ]?)\s*\Z"
)
"""So ends a text that asks or tells, however short: it has words that the answer need
not have."""

_MAX_LITERAL = 40
"""The most characters of a word that is looked for as written."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way of answering; `relaxed`: not with all words as they stand."""

    node: Node
    relaxed: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What to look for.

    Args:
        blank: the text has nothing at all: list everything.
        steps: to be tried in order; without any, nothing but exclusions were
            asked for (if there are some), or nothing that can be looked for.
        excluded: what must not be there.
        understanding: how the text was read, apart from `relaxed`.
        words, grams: all terms of the text but of what is excluded, each once. They
            decide nothing, but what has more of them comes earlier.
    """

    blank: bool
    steps: tuple[Step, ...]
    excluded: tuple[Node, ...]
    understanding: Understanding
    words: tuple[str, ...] = ()
    grams: tuple[str, ...] = ()


def understand(query: Query) -> Plan:
    """Read a query's text. Raises nothing, whatever the text."""
    clauses = parse(query.text)
    wanted = [clause for clause in clauses if not clause.excluded]
    atoms = [atom for clause in wanted for atom in clause.atoms]
    unwanted = [clause.atoms[0].text for clause in clauses if clause.excluded]
    reading = _Reading(query.synonyms, unwanted)
    groups = [group for run in _runs(wanted) for group in reading.groups(run)] or [
        group for clause in clauses for group in _as_written(clause)
    ]
    excluded = tuple(
        node
        for clause in clauses
        if clause.excluded
        for node in [_excluded(clause.atoms[0])]
        if node is not None
    )
    understanding = Understanding(
        words=tuple(dict.fromkeys(chain.from_iterable(g.words for g in groups))),
        phrases=tuple(dict.fromkeys(atom.text for atom in atoms if atom.exact)),
        excluded=tuple(dict.fromkeys(c.atoms[0].text for c in clauses if c.excluded)),
        added=tuple(dict(reading.added).items()),
        shortened=reading.full or len(query.text) > MAX_TEXT,
    )
    written = "\n".join(atom.text for atom in atoms)
    return Plan(
        blank=not query.text.strip(),
        steps=_steps(groups, query),
        excluded=excluded,
        understanding=understanding,
        words=_terms(words(written)),
        grams=_terms(grams(written)),
    )


def _terms(found: Sequence[Word]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.term for word in found))[:MAX_TERMS]


@dataclass(frozen=True, slots=True)
class _Group:
    """A condition for one part of the text, in three strengths.

    Args:
        strict: as it should be.
        literal: as written; None where that cannot be said.
        loose: the words of which any will do when relaxed; empty where it has
            none that say enough.
        words: the words as typed.
        fixed: it has to hold even when relaxed, but in a sentence that finds
            nothing.
    """

    strict: Node
    literal: Node | None
    loose: tuple[Node, ...]
    words: tuple[str, ...]
    fixed: bool = False


def _steps(groups: Sequence[_Group], query: Query) -> tuple[Step, ...]:
    if not groups:
        return ()
    strict = Step(all_of([group.strict for group in groups]))
    open_groups = [group for group in groups if not group.fixed]
    if not open_groups:
        return (strict,)
    fixed = [group.strict for group in groups if group.fixed]
    loose = [node for group in open_groups for node in group.loose]
    some = all_of([*fixed, any_of(loose or [group.strict for group in open_groups])])
    if query.operator == "any":
        return (Step(some),)
    if query.operator == "auto" and _is_sentence(groups, query.text):
        if not fixed:
            return (Step(some),)
        quoted = [node for group in groups for node in group.loose or (group.strict,)]
        # The quotation is enough; what else the sentence says brings forward.
        exact = all_of([*fixed, any_of([*fixed, *loose])])
        return (Step(exact), Step(any_of(quoted), relaxed=True))
    steps = {strict.node: strict}
    literals = [group.literal for group in groups if group.literal is not None]
    if len(literals) == len(groups):
        literal = all_of(literals)
        steps.setdefault(literal, Step(literal, relaxed=True))
    if query.operator == "auto":
        steps.setdefault(some, Step(some, relaxed=True))
    return tuple(steps.values())


def _is_sentence(groups: Sequence[_Group], text: str) -> bool:
    count = len({word for group in groups for word in group.words})
    if count >= _SENTENCE:
        return True
    parts = count + sum(group.fixed for group in groups)
    return parts > 1 and _ENDS_A_SENTENCE.search(text) is not None


def _runs(clauses: Sequence[Clause]) -> Iterator[list[Clause]]:
    """Plain words that follow each other together, everything else by itself.

    A synonym may be for words in several clauses ("fatigue strength").
    """
    run: list[Clause] = []
    for clause in clauses:
        if len(clause.atoms) == 1 and not clause.atoms[0].exact:
            run.append(clause)
            continue
        if run:
            yield run
        run = []
        yield [clause]
    if run:
        yield run


def _as_written(clause: Clause) -> Iterator[_Group]:
    """Conditions for a text of nothing but words that say nothing ("の", "of")."""
    for atom in () if clause.excluded else clause.atoms:
        phrase = _phrase(atom.text)
        if phrase is not None:
            yield _Group(phrase, phrase, loose=(), words=(atom.text,))


def _excluded(atom: Atom) -> Node | None:
    found = () if atom.exact else units(atom.text)
    return all_of([_node(unit) for unit in found]) if found else _phrase(atom.text)


def _node(unit: Unit) -> Node:
    """A word as such, or, if it is no word to the index, as it is written."""
    return (_phrase(unit.word.term) if unit.plain else None) or Term(unit.word.term)


def _phrase(text: str) -> Phrase | None:
    found = pattern(text)
    return None if found is None else Phrase(found)


class _Reading:
    """Reads clauses one after the other, counting words up to the limit.

    Args:
        synonyms: what may be added to words.
        unwanted: what is excluded, so that no word with it is added.
    """

    def __init__(
        self, synonyms: Mapping[str, tuple[str, ...]], unwanted: Sequence[str]
    ) -> None:
        self.added: dict[str, tuple[str, ...]] = {}
        self.full = False
        self._seen: set[str] = set()
        self._synonyms = Synonyms.of(synonyms)
        self._unwanted = [terms for text in unwanted if (terms := _all_terms(text))]

    def groups(self, run: Sequence[Clause]) -> Iterator[_Group]:
        """Turn plain words in a row, or one other clause, into conditions."""
        if len(run) > 1 or len(run[0].atoms) == 1:
            yield from self._in_a_row([clause.atoms[0] for clause in run])
            return
        choices = [
            group for atom in run[0].atoms for group in [self._one(atom)] if group
        ]
        if choices:
            literals = [c.literal for c in choices if c.literal is not None]
            yield _Group(
                strict=any_of([choice.strict for choice in choices]),
                literal=any_of(literals) if len(literals) == len(choices) else None,
                loose=tuple(
                    node
                    for choice in choices
                    for node in choice.loose or (choice.strict,)
                ),
                words=tuple(word for choice in choices for word in choice.words),
            )

    def _one(self, atom: Atom) -> _Group | None:
        groups = [*self._in_a_row([atom])] or [*_as_written(Clause((atom,)))]
        if not groups:
            return None
        literals = [g.literal for g in groups if g.literal is not None]
        return _Group(
            strict=all_of([group.strict for group in groups]),
            literal=all_of(literals) if len(literals) == len(groups) else None,
            loose=tuple(node for group in groups for node in group.loose),
            words=tuple(word for group in groups for word in group.words),
        )

    def _in_a_row(self, atoms: Sequence[Atom]) -> Iterator[_Group]:
        if atoms[0].exact:
            phrase = _phrase(atoms[0].text)
            if phrase is not None:
                loose = tuple(Term(word.term) for word in words(atoms[0].text))
                yield _Group(phrase, phrase, loose, words=(), fixed=True)
            return
        read = [(atom, self._units(atom)) for atom in atoms]
        yield from self._with_synonyms([pair for pair in read if pair[1]])

    def _units(self, atom: Atom) -> list[Unit]:
        found = []
        for unit in units(atom.text):
            if unit.word.term not in self._seen:
                if len(self._seen) >= MAX_TERMS:
                    self.full = True
                    break
                self._seen.add(unit.word.term)
            found.append(unit)
        return found

    def _with_synonyms(
        self, read: Sequence[tuple[Atom, list[Unit]]]
    ) -> Iterator[_Group]:
        """One condition for each atom; atoms that a synonym joins make one."""
        row = [
            (number, unit) for number, (_, found) in enumerate(read) for unit in found
        ]
        joined: list[int] = []  # the atoms of the condition that is being made
        nodes: list[Node] = []
        loose: list[Node] = []
        at = 0
        while at < len(row):
            size, added = self._synonym_at([unit for _, unit in row[at:]])
            span = row[at : at + size]
            if joined and span[0][0] != joined[-1]:
                yield self._group([read[n] for n in joined], nodes, loose)
                joined, nodes, loose = [], [], []
            nodes.append(any_of([all_of([_node(unit) for _, unit in span]), *added]))
            loose += [Term(unit.word.term) for _, unit in span if not unit.plain]
            loose += added
            loose += [Term(p) for _, unit in span for p in unit.pieces if len(p) > 1]
            joined += [n for n in dict.fromkeys(n for n, _ in span) if n not in joined]
            at += size
        if joined:
            yield self._group([read[n] for n in joined], nodes, loose)

    def _group(
        self,
        read: Sequence[tuple[Atom, list[Unit]]],
        nodes: Sequence[Node],
        loose: Sequence[Node],
    ) -> _Group:
        strict = all_of(nodes)
        if len(read) == 1:
            aloud = _aloud(read[0][0].text)
            strict = any_of([strict, *aloud])
            loose = [*loose, *aloud] if loose else loose
        literals = [
            phrase
            for atom, _ in read
            if len(atom.text) <= _MAX_LITERAL
            for phrase in [_phrase(atom.text)]
            if phrase is not None
        ]
        return _Group(
            strict=strict,
            literal=all_of(literals) if len(literals) == len(read) else None,
            loose=tuple(loose),
            words=tuple(
                atom.text[unit.word.start : unit.word.end]
                for atom, found in read
                for unit in found
            ),
        )

    def _synonym_at(self, row: Sequence[Unit]) -> tuple[int, list[Node]]:
        """How many words the longest synonym takes here, and what it adds."""
        size, word, further = self._synonyms.longest_at(row)
        added = {
            text: node
            for text in further
            if not any(terms <= _all_terms(text) for terms in self._unwanted)
            for node in [_synonym(text)]
            if node is not None
        }
        if not added:
            return 1, []
        self.added[word] = tuple(added)
        return size, list(added.values())


def _all_terms(text: str) -> frozenset[str]:
    return frozenset(word.term for word in words(text))


def _synonym(text: str) -> Node | None:
    found = cut(text)
    return _node(found[0]) if len(found) == 1 else _phrase(text)


def _aloud(text: str) -> list[Leaf]:
    """Names that begin like a word as written or as read, and words read like it."""
    if len(text) > _MAX_NAME:
        return []
    names = [name for name in (text, spoken_name(text)) if name]
    found: list[Leaf] = [
        Name(grams)
        for name in names
        for grams in [pattern(name)]
        if grams is not None and not grams.prefix and grams.grams[0] >= UNSPACED
    ]
    reading = spoken(text)
    return found if reading is None else [*found, Term(reading)]
