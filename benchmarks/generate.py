"""Catalogue entries of realistic lengths, made up and always the same.

Words come from this repository: what the demonstration region's entries, the
industries' and the research fields' names say, and invented names of products. An
entry speaks of one of many subjects: each has its own phrases, of one to three words,
used by Zipf's law; a third are phrases that any subject uses. Lengths are
log-normal about those of the demonstration region: 220 features a Japanese entry. All
have Japanese text, and a part has a shorter English one as well.
"""

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from random import Random

from matching import Document, Field

ROOT = Path(__file__).resolve().parent.parent
ENGLISH_SHARE = 0.3
NAMES = 20_000
PHRASES = 60
COMMON = 1_500
_WORD = re.compile(r"[一-鿿々]{2,8}|[ァ-ヺー]{3,12}")
_LATIN = re.compile(r"[A-Za-z]{3,}")
_LINKS = ("の", "を", "に", "で使う", "と", "による", "へ", "を測り、", "から", "。")
_MORAE = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモラリルレロン"
)


@lru_cache(maxsize=1)
def _texts() -> str:
    files = [
        *sorted((ROOT / "regions").glob("*/demo/*.toml")),
        *sorted((ROOT / "platform" / "catalogue" / "reference").glob("*.csv")),
    ]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _zipf(count: int) -> list[float]:
    """Cumulative weights by rank."""
    return list(accumulate(1.0 / (rank + 2.7) for rank in range(count)))


class Generator:
    """Entries by number: the same number is always the same entry."""

    def __init__(self, subjects: int = 2_000) -> None:
        """Make the words and the phrases of each subject."""
        random = Random(20)
        words = sorted(set(_WORD.findall(_texts())))
        latin = sorted({word.lower() for word in _LATIN.findall(_texts())})
        names = [
            "".join(random.choices(_MORAE, k=random.randint(3, 6)))
            for _ in range(NAMES)
        ]

        def phrase() -> str:
            said = "".join(random.choices(words, k=random.randint(1, 3)))
            return said + (random.choice(names) if random.random() < 0.2 else "")

        def english() -> str:
            return " ".join(random.choices(latin, k=2)) + " "

        sizes = [COMMON] + [PHRASES] * subjects
        self.ja = [[phrase() for _ in range(size)] for size in sizes]
        self.en = [[english() for _ in range(size)] for size in sizes]
        self.weights = {size: _zipf(size) for size in (COMMON, PHRASES)}

    def document(self, kind: str, number: int) -> Document:
        """One entry of a kind."""
        random = Random(f"{kind} {number}")
        subject = random.randrange(1, len(self.ja))
        size = min(3_000, max(60, round(random.lognormvariate(math.log(400), 0.4))))
        fields = [
            Field("title", "ja", self._japanese(random, subject, 20)),
            Field("summary", "ja", self._japanese(random, subject, size // 4)),
            Field("body", "ja", self._japanese(random, subject, size * 3 // 4)),
        ]
        if random.random() < ENGLISH_SHARE:
            english = "".join(self._phrases(random, self.en, subject, 30))
            fields.append(Field("summary", "en", english))
        return Document(str(number), kind, tuple(fields))

    def documents(self, kind: str, count: int) -> Iterator[Document]:
        """Entries of a kind, numbered from 0."""
        return (self.document(kind, number) for number in range(count))

    def question(self, number: int) -> str:
        """What somebody types about a subject: one to three words, or a sentence."""
        random = Random(f"question {number}")
        subject = random.randrange(1, len(self.ja))
        if random.random() < 1 / 4:
            return self._japanese(random, subject, 30)
        return " ".join(self._phrases(random, self.ja, subject, random.randint(1, 3)))

    def _japanese(self, random: Random, subject: int, size: int) -> str:
        phrases = self._phrases(random, self.ja, subject, size // 9 + 1)
        links = random.choices(_LINKS, k=len(phrases))
        return "".join(
            f"{phrase}{link}" for phrase, link in zip(phrases, links, strict=True)
        )

    def _phrases(
        self, random: Random, said: list[list[str]], subject: int, count: int
    ) -> list[str]:
        own = [random.random() < 2 / 3 for _ in range(count)]
        return [self._phrase(random, said[subject if mine else 0]) for mine in own]

    def _phrase(self, random: Random, phrases: list[str]) -> str:
        [phrase] = random.choices(phrases, cum_weights=self.weights[len(phrases)])
        return phrase
