"""Words of English and of any other script that is written with spaces."""

import re
import threading

import Stemmer

from matching.words import JAPANESE_CHARACTERS, Kind, Word, read_words

STOP_WORDS = frozenset(read_words("stopwords_en.txt"))
GENERAL_WORDS = frozenset(read_words("general_en.txt"))

# A word has a letter; digits belong to it (co2, 5g, 10kg). Japanese is not here.
_LETTER = rf"(?![{JAPANESE_CHARACTERS}])[^\W\d_]"
_TOKEN = re.compile(
    rf"(?P<word>[0-9]*{_LETTER}(?:{_LETTER}|[0-9])*)"
    r"|(?P<number>[0-9]+(?:[.,][0-9]+)*)"
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


def latin_words(text: str) -> list[Word]:
    """Words and numbers of a normalised sentence.

    Stop words and single letters are left out; 1,000 and 1000 are the same.
    """
    words = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if number := match["number"]:
            words.append(Word(number.replace(",", ""), start, end, Kind.LIGHT))
            continue
        word = match.group().lower()
        if word not in STOP_WORDS and len(word) > 1:
            kind = Kind.LIGHT if word in GENERAL_WORDS else Kind.WORD
            words.append(Word(stem(word), start, end, kind))
    return words
