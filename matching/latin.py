"""Words of English and of any other script that is written with spaces."""

import re
import threading

import Stemmer

from matching.normalise import read_words

STOP_WORDS = frozenset(read_words("stopwords_en.txt"))

# A word has a letter; digits belong to it (co2, 5g, 10kg). Japanese is not here.
WORD = re.compile(
    r"[0-9]*(?:(?![぀-ヿ㐀-鿿々〆ヶ𠀀-𲎯])[^\W\d_])"
    r"(?:(?![぀-ヿ㐀-鿿々〆ヶ𠀀-𲎯])[^\W_])*"
)
_local = threading.local()


def stem(word: str) -> str:
    """Snowball English stem (Porter 2) of a word, in small letters.

    A stemmer is not safe across threads: each thread has its own.
    """
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:
        stemmer = _local.stemmer = Stemmer.Stemmer("english")
    stemmed: str = stemmer.stemWord(word.lower())
    return stemmed


def latin_words(text: str) -> list[tuple[str, int, int]]:
    """`(feature, start, end)` of each word that says something.

    The feature is empty for a stop word or a single letter: it parts its
    neighbours but is not matched.
    """
    words = []
    for match in WORD.finditer(text):
        word = match.group().lower()
        dull = word in STOP_WORDS or len(word) == 1
        words.append(("" if dull else stem(word), *match.span()))
    return words
