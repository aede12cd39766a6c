"""The matcher's scores once more, in plain dense NumPy, from the formulas alone.

Nothing of it is shared with the matcher but the analysis of texts.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from matching import Document
from matching.analysis import analyse
from matching.japanese import JAPANESE

LIGHT, SLOPE, PART = 0.7, 0.3, 0.5
SATURATION = {"japanese": 0.6, "latin": 1.0}
COMPOUND = {"japanese": 0.3, "latin": 0.5}


class Oracle:
    def __init__(
        self, documents: list[Document], words: Mapping[str, Sequence[str]] = {}
    ) -> None:
        self.documents = documents
        self.words = words
        self.counts = {d.key: self.read(d) for d in documents}
        present = [set().union(*c.values()) for c in self.counts.values()]
        self.df = Counter(f for features in present for f in features)
        lengths: dict[str, list[float]] = {}
        for counts in self.counts.values():
            for lang, row in counts.items():
                lengths.setdefault(lang, []).append(self.length(row))
        every = [length for rows in lengths.values() for length in rows]
        usual = float(np.mean(every)) if every else 0.0
        self.usual = {
            lang: float(np.mean(lengths[lang])) if lang in lengths else usual
            for lang in ("ja", "en")
        }

    @staticmethod
    def read(document: Document) -> dict[str, Counter[str]]:
        counts: dict[str, Counter[str]] = {}
        for field in document.fields:
            row = counts.setdefault(field.lang, Counter())
            row.update(t.feature for t in analyse(field.text).tokens)
        return {lang: row for lang, row in counts.items() if row}

    def weight(self, feature: str, count: int) -> float:
        script, kind = self.script(feature), self.kind(feature)
        return (
            count / (count + SATURATION[script]) * self.idf(feature) * math.sqrt(kind)
        )

    def idf(self, feature: str) -> float:
        n, df = len(self.documents), max(1, self.df[feature])
        n = max(n, df)
        return math.log(1 + (n - df + 0.5) / (df + 0.5))

    @staticmethod
    def script(feature: str) -> str:
        latin = feature.upper() != feature.lower()
        return "latin" if latin and not JAPANESE.search(feature) else "japanese"

    def kind(self, feature: str) -> float:
        compound = COMPOUND[self.script(feature)]
        return {"-": LIGHT, "+": compound}.get(feature[0], 1.0)

    def beside(self, row: Counter[str]) -> dict[str, float]:
        """What the dictionary adds to a text that asks."""
        found: dict[str, float] = {}
        for word, others in self.words.items():
            said = self.features(word)
            if not said <= set(row):
                continue
            level = min(row[f] / (row[f] + SATURATION[self.script(f)]) for f in said)
            own = sum(
                self.weight(f, row[f]) * self.idf(f) * math.sqrt(self.kind(f))
                for f in said
            )
            for other in others:
                whole = self.features(other)
                counted = {f for f in whole if f.startswith("+")} or whole
                full, some = (
                    sum(self.kind(f) * self.idf(f) ** 2 for f in names)
                    for names in (whole, counted)
                )
                times = min(PART, 1 / len(others)) * min(own, level * full) / some
                for f in counted - set(row):
                    weight = times * self.idf(f) * math.sqrt(self.kind(f))
                    found[f] = max(weight, found.get(f, 0.0))
        return found

    @staticmethod
    def features(word: str) -> set[str]:
        return {token.feature for token in analyse(word).tokens}

    def length(self, row: Counter[str]) -> float:
        return math.sqrt(sum(self.weight(f, c) ** 2 for f, c in row.items()))

    def vector(self, row: Counter[str], vocabulary: list[str]) -> np.ndarray:
        return np.array([self.weight(f, row[f]) if f in row else 0 for f in vocabulary])

    def asking(self, row: Counter[str], vocabulary: list[str]) -> np.ndarray:
        added = self.beside(row)
        return self.vector(row, vocabulary) + [added.get(f, 0.0) for f in vocabulary]

    def compare(
        self,
        pairs: list[tuple[Counter[str], str, Counter[str], str]],
    ) -> float:
        """Texts taken as one: (left, its language, right, its language)."""
        if not pairs:
            return 0.0
        product = 0.0
        for left, _, right, _ in pairs:
            vocabulary = sorted(set(left) | set(right))
            product += self.asking(left, vocabulary) @ self.vector(right, vocabulary)
        if product == 0:
            return 0.0
        a = math.hypot(*(self.length(left) for left, _, _, _ in pairs))
        b = math.hypot(*(self.length(right) for _, _, right, _ in pairs))
        ua = math.hypot(*(self.usual[lang] for _, lang, _, _ in pairs))
        ub = math.hypot(*(self.usual[lang] for _, _, _, lang in pairs))
        pa, pb = (1 - SLOPE) * ua + SLOPE * a, (1 - SLOPE) * ub + SLOPE * b
        divisor = max(a * b, pa * pb) * min(1, a / pa, b / pb)
        return min(1.0, product / divisor)

    def score(self, query: Document, document: Document) -> float:
        left, right = self.read(query), self.counts[document.key]
        ways = [[(left[x], x, right[x], x) for x in left if x in right]]
        ways += [[(left[x], x, right[y], y)] for x in left for y in right if x != y]
        return max(self.compare(way) for way in ways)

    def scores(self, query: Document) -> dict[tuple[str, str], float]:
        return {d.key: self.score(query, d) for d in self.documents}
