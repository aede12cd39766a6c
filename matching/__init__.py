"""Who can answer this text, and why: transparent TF-IDF in Japanese and English."""

from matching.analysis import language_of
from matching.answers import Answer, Match, Pair, Silence
from matching.documents import MAX_LENGTH, Document, Field
from matching.errors import (
    DuplicateDocument,
    MatchingError,
    RankingError,
    RankingMissing,
    SavedIndexDamaged,
    SavedIndexError,
    SavedIndexMissing,
    SavedIndexOutdated,
    TextTooLong,
    UnknownDocument,
    UnknownLanguage,
)
from matching.evidence import Evidence
from matching.matcher import Matcher
from matching.silence import Bare
from matching.version import VERSION
from matching.why_not import Lack, WhyNot

__all__ = [
    "MAX_LENGTH",
    "VERSION",
    "Answer",
    "Bare",
    "Document",
    "DuplicateDocument",
    "Evidence",
    "Field",
    "Lack",
    "Match",
    "Matcher",
    "MatchingError",
    "Pair",
    "RankingError",
    "RankingMissing",
    "SavedIndexDamaged",
    "SavedIndexError",
    "SavedIndexMissing",
    "SavedIndexOutdated",
    "Silence",
    "TextTooLong",
    "UnknownDocument",
    "UnknownLanguage",
    "WhyNot",
    "language_of",
]
