"""One spelling for texts that people read as the same, positions kept.

NFKC (Unicode Standard Annex 15) joins full- and half-width forms, but it also
moves positions: ｶﾞ becomes one character, ㌔ two. Every character of the
result therefore remembers where in the original it came from.
"""

import re
import unicodedata
from dataclasses import dataclass

from matching.words import read_words

# Marks that NFKC joins to the character before them: combining marks and the
# half-width voicing marks.
_MARKS = "\u0300-\u036f\u3099\u309a\uff9e\uff9f"
# Unseen by readers: they must neither part a word nor count as one.
_INVISIBLE = {
    code: None
    for first, last in (
        (0x00AD, 0x00AD),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x2064),
        (0x2066, 0x206F),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
    )
    for code in range(first, last + 1)
}
# Half a surrogate pair is no character, and encoders refuse it.
_CONTROLS = {
    code: " "
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000))
    if chr(code) not in "\t\n"
}
_VARIANTS = {ord(pair[0]): pair[1] for pair in read_words("variants.txt")}
_TABLE = {**_CONTROLS, **_VARIANTS, **_INVISIBLE}
# Runs of characters that stay as they are, else one character with its marks.
_RUN = re.compile(
    f"(?P<same>(?:(?![{''.join(map(chr, _VARIANTS))}])"
    f"[\t\n -~ぁ-ゖァ-ヺー、。「」・一-鿿])+(?![{_MARKS}]))"
    f"|[^{_MARKS}][{_MARKS}]*|[{_MARKS}]",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text and, for each of its characters, its original span."""

    text: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Half-open code points in the original of `text[start:end]`."""
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> Normalised:
    """NFKC, usual kanji for variant ones, nothing invisible; positions kept."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    text = text.replace("\r", "\n")
    for match in _RUN.finditer(text):
        start, end = match.span()
        if match["same"]:
            chars.append(match.group())
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
            continue
        form = unicodedata.normalize("NFKC", match.group().translate(_TABLE))
        form = form.translate(_TABLE)
        chars.append(form)
        starts.extend([start] * len(form))
        ends.extend([end] * len(form))
    return Normalised("".join(chars), starts, ends)
