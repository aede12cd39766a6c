"""Which details a text gives, and which would tell best between those who answer."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from matching.analysis import analyse
from matching.normalise import normalise
from matching.passages import form_of
from matching.words import Kind, kind_of, read_lines

Detail = Literal["material", "process", "quantity", "deadline", "place"]
DETAILS: tuple[Detail, ...] = get_args(Detail)

# Each finds where a detail is given, and `what` is said: a unit, a place, or nothing.
_PATTERNS: dict[Detail, re.Pattern[str]] = {
    # A number with a unit that is not a date's, in figures or in kanji.
    "quantity": re.compile(
        r"(?:[0-9][0-9,.]*\s*(?![年月日0-9])(?=[^\W\d_])|[0-9]\s*(?=[%‰°])"
        r"|[一二三四五六七八九十百千万数][十百千万]*"
        r"(?=個|本|枚|台|件|人|名|頭|羽|匹|箱|袋|割|円|回|棟|軒|トン|キロ|リットル))(?P<what>.)"
    ),
    "deadline": re.compile(
        r"(?P<what>)(?:[年月日旬末週春夏秋冬頃度]間?(?:まで|以内|中に|末に)|期日|期限|納期|締め?切"
        r"|来週|来月|来年|来春|来夏|来秋|来冬|年内|年度内|今年度|至急|急ぎ"
        r"|\b(?:deadline|urgent|urgently|asap|within\s+[0-9a-z]+\s+(?:day|week|month|year)"
        r"|(?:by|before|next)\s+(?:the\s+)?(?:end|next|week|month|year|spring|summer"
        r"|autumn|fall|winter|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|20[0-9]{2})))",
        re.IGNORECASE,
    ),
    "place": re.compile(r"(?P<what>[一-鿿]{1,4}[市町村県郡])(?:[^\w]|[のにでをは内])"),
}


LEAST_GAIN = 0.05
"""A detail that tells less, in bits, tells nothing worth asking for."""

Stated = Mapping[Detail, frozenset[str]]
"""What a text says of each detail; details that it leaves out are missing."""


@dataclass(frozen=True, slots=True)
class Question:
    """A detail that the text leaves out and that would tell its candidates apart.

    `gain` is what the answer is expected to tell, in bits, and `examples` are words
    of the candidates, in either language, those first that tell most.
    """

    detail: Detail
    gain: float
    examples: tuple[str, ...]


@lru_cache(maxsize=1)
def _words() -> dict[Detail, dict[str, str]]:
    """Features that give a detail, and the word that each stands for, by detail."""
    words: dict[Detail, dict[str, str]] = {}
    for line in read_lines("details.txt"):
        name, _, listed = line.partition(" ")
        detail = next(detail for detail in DETAILS if detail == name)
        for word in listed.split():
            pieces = [
                f for f in analyse(word).counts() if kind_of(f) is not Kind.COMPOUND
            ]
            for piece in pieces:
                named = word if len(pieces) == 1 else form_of(piece)
                words.setdefault(detail, {}).setdefault(piece, named)
    return words


def stated_details(texts: Iterable[str]) -> Stated:
    """What the texts say of each detail: its words, a unit, a municipality."""
    texts = list(texts)
    plain = [normalise(text).text for text in texts]
    features = {feature for text in texts for feature in analyse(text).counts()}
    stated = {}
    for detail in DETAILS:
        listed = _words().get(detail, {})
        found = {listed[feature] for feature in features & listed.keys()}
        if pattern := _PATTERNS.get(detail):
            found.update(
                match["what"] or detail
                for text in plain
                for match in pattern.finditer(text)
            )
        if found:
            stated[detail] = frozenset(found)
    return stated


def missing_details(texts: Iterable[str]) -> tuple[Detail, ...]:
    """Details that none of the texts gives, in the order of `DETAILS`."""
    stated = stated_details(texts)
    return tuple(detail for detail in DETAILS if detail not in stated)


def telling_questions(
    stated: Stated, candidates: Sequence[tuple[Stated, float]]
) -> tuple[Question, ...]:
    """The details that a text leaves out, the one that tells candidates apart first.

    One of the candidates is right, each as likely as its part of all scores. Asked
    for a detail, the poster names one of the things that the right candidate says of
    it, each as likely as the others, or nothing if it says nothing. The gain is the
    mutual information of candidate and answer (Shannon 1948): nothing where all
    candidates say the same or nothing, the more the better the answer parts them.

    Args:
        stated: what the text itself says.
        candidates: what each candidate says, and its score above 0.
    """
    missing = [detail for detail in DETAILS if detail not in stated]
    questions = [_question(detail, candidates) for detail in missing]
    worth = [question for question in questions if question.gain >= LEAST_GAIN]
    return tuple(sorted(worth, key=lambda question: -question.gain))


def _question(detail: Detail, candidates: Sequence[tuple[Stated, float]]) -> Question:
    whole = math.fsum(score for _, score in candidates)
    named = [
        (score / whole, stated.get(detail, frozenset(("",))))
        for stated, score in candidates
    ]
    likely: dict[str, float] = {}
    for part, answers in named:
        for answer in answers:
            likely[answer] = likely.get(answer, 0.0) + part / len(answers)
    told = dict.fromkeys(likely, 0.0)
    for part, answers in named:
        for answer in answers:
            surprise = math.log2(1 / len(answers) / likely[answer])
            told[answer] += part / len(answers) * surprise
    listed = _words().get(detail, {}).values()
    telling = sorted(told, key=lambda answer: (-told[answer], answer))
    examples = [answer for answer in telling if answer in listed]
    return Question(detail, math.fsum(told.values()), tuple(examples))
