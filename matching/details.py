"""Which details a text gives: what would tell one need from another."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, get_args

from matching.analysis import analyse
from matching.normalise import normalise
from matching.words import Kind, kind_of, read_lines

Detail = Literal["material", "process", "quantity", "deadline", "place"]
DETAILS: tuple[Detail, ...] = get_args(Detail)

_PATTERNS: dict[Detail, re.Pattern[str]] = {
    # A number with a unit that is not a date's, in figures or in kanji.
    "quantity": re.compile(
        r"[0-9][0-9,.]*\s*(?![年月日0-9])[^\W\d_]|[0-9]\s*[%‰°]"
        r"|[一二三四五六七八九十百千万数][十百千万]*"
        r"(?:個|本|枚|台|件|人|名|頭|羽|匹|箱|袋|割|円|回|棟|軒|トン|キロ|リットル)"
    ),
    "deadline": re.compile(
        r"[年月日旬末週春夏秋冬頃度]間?(?:まで|以内|中に|末に)|期日|期限|納期|締め?切"
        r"|来週|来月|来年|来春|来夏|来秋|来冬|年内|年度内|今年度|至急|急ぎ"
        r"|\b(?:deadline|urgent|urgently|asap|within\s+[0-9a-z]+\s+(?:day|week|month|year)"
        r"|(?:by|before|next)\s+(?:the\s+)?(?:end|next|week|month|year|spring|summer"
        r"|autumn|fall|winter|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|20[0-9]{2}))",
        re.IGNORECASE,
    ),
    "place": re.compile(r"[一-鿿]{1,4}[市町村県郡](?:[^\w]|[のにでをは内])"),
}


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    """Features that give a detail, by detail."""
    words: dict[str, set[str]] = {}
    for line in read_lines("details.txt"):
        detail, _, listed = line.partition(" ")
        features = analyse(listed.replace(" ", "\n")).counts()
        words.setdefault(detail, set()).update(
            feature for feature in features if kind_of(feature) is not Kind.COMPOUND
        )
    return {detail: frozenset(features) for detail, features in words.items()}


def missing_details(texts: Iterable[str]) -> tuple[Detail, ...]:
    """Details that none of the texts gives, in the order of `DETAILS`."""
    texts = list(texts)
    plain = [normalise(text).text for text in texts]
    features = {feature for text in texts for feature in analyse(text).counts()}

    def given(detail: Detail) -> bool:
        pattern = _PATTERNS.get(detail)
        if pattern and any(pattern.search(text) for text in plain):
            return True
        return not features.isdisjoint(_words().get(detail, ()))

    return tuple(detail for detail in DETAILS if not given(detail))
