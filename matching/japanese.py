"""Words of Japanese, cut by Sudachi into middle (B) and small (A) pieces.

Takaoka et al. 2018, "Sudachi: a Japanese Tokenizer for Business".
"""

import re
import threading
from functools import lru_cache
from typing import Any

from sudachipy import Dictionary, SplitMode

from matching.normalise import read_words

STOP_WORDS = frozenset(read_words("stopwords_ja.txt"))
JAPANESE = re.compile(r"[぀-ヿ㐀-鿿々〆ヶ𠀀-𲎯]")

_CONTENT = {"名詞", "動詞", "形容詞", "形状詞", "副詞"}
_AFFIXES = {"接頭辞", "接尾辞"}
_local = threading.local()
_one_at_a_time = threading.Lock()


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    return Dictionary()


def _tokenizer() -> Any:
    """This thread's tokenizer: Sudachi's may not be shared between threads."""
    tokenizer = getattr(_local, "tokenizer", None)
    if tokenizer is None:
        with _one_at_a_time:
            tokenizer = _dictionary().tokenizer(mode=SplitMode.C)
        _local.tokenizer = tokenizer
    return tokenizer


def japanese_words(text: str) -> list[tuple[str, int, int]]:
    """`(feature, start, end)` of the content words, small pieces and middle ones.

    `text` is one normalised sentence. A middle piece is given where it is not
    itself a small one.
    """
    words: dict[tuple[int, int], str] = {}
    for mode in (SplitMode.A, SplitMode.B):
        for morpheme in _tokenizer().tokenize(text, mode):
            part = morpheme.part_of_speech()
            if part[0] not in _CONTENT or part[1] in ("数詞", "代名詞"):
                continue
            if not JAPANESE.search(morpheme.surface()):
                continue
            feature = morpheme.normalized_form()
            if feature in STOP_WORDS:
                continue
            words.setdefault((morpheme.begin(), morpheme.end()), feature)
    return [(feature, *span) for span, feature in sorted(words.items())]
