"""What can go wrong when texts are matched: one class for each case."""


class MatchingError(Exception):
    """Any expected failure of the matcher.

    `code` is stable and meant for programs; `data` holds the facts of the
    failure. Wording for people belongs to the faces.
    """

    code = "matching_error"

    def __init__(self, **data: object) -> None:
        """Keep the facts of the failure, by name."""
        self.data = data
        facts = ", ".join(f"{name}={value!r}" for name, value in data.items())
        super().__init__(f"{self.code}: {facts}" if facts else self.code)


class TextTooLong(MatchingError):
    """A text has more code points than the matcher takes (`length`, `limit`)."""

    code = "text_too_long"


class UnknownLanguage(MatchingError):
    """A field is in a language that the matcher does not know (`lang`)."""

    code = "unknown_language"


class UnknownDocument(MatchingError):
    """No document of this `kind` and `id` is in the catalogue."""

    code = "unknown_document"


class DuplicateDocument(MatchingError):
    """The same `kind` and `id` was given twice in one fit."""

    code = "duplicate_document"


class SavedIndexError(MatchingError):
    """A saved index cannot be served; build it again from the catalogue."""

    code = "saved_index"


class SavedIndexMissing(SavedIndexError):
    """There is no saved index at this `path`."""

    code = "saved_index_missing"


class SavedIndexDamaged(SavedIndexError):
    """A saved file (`path`) is missing, cut or changed."""

    code = "saved_index_damaged"


class SavedIndexOutdated(SavedIndexError):
    """The index was saved by another method (`found`, `expected`)."""

    code = "saved_index_outdated"


class RankingError(MatchingError):
    """A ranking that several machines share cannot be asked or written (`reason`)."""

    code = "ranking_unavailable"


class RankingMissing(RankingError):
    """It is not there, or was filled by another method: fill it from the catalogue."""

    code = "ranking_missing"
