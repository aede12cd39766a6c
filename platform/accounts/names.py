"""Names of organisations, compared as people write them. Pure."""

import re
import unicodedata
from functools import lru_cache

# Of a name that was folded: （株） and ㈱ are (株) then.
LEGAL_FORM = re.compile(
    r"(株式|有限|合同|合資|合名)会社|\((株|有|同|資|名)\)|"
    r"(一般|公益)?(社団|財団)法人|(社会福祉|医療|学校|特定非営利活動|npo)法人"
)
_ENGLISH_FORM = (
    r"(?:co|company|corp|corporation|inc|incorporated|ltd|limited|llc|llp|"
    r"k\.?k|g\.?k|gmbh)\b"
)
_ENGLISH_FORMS_AT_END = re.compile(rf"(?:[\s,.]+{_ENGLISH_FORM})+[\s.]*$")
# The comma of “Ushio, Inc.” parts nothing.
_BETWEEN = re.compile(rf"[\n\r、;]+|,(?!\s*{_ENGLISH_FORM})", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def names_in(text: str) -> list[str]:
    """Return the names that somebody listed: on lines, or parted by commas or ;.

    Returns:
        each as it was written, but of one width.
    """
    parts = _BETWEEN.split(unicodedata.normalize("NFKC", text))
    return [part.strip() for part in parts if part.strip()]


def fold(text: str) -> str:
    """Return a text without regard to width and case."""
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=16_384)  # all organisations are gone through for each need
def bare_name(name: str) -> str:
    """Return what two ways to write a name have in common.

    Without width, case, spaces and legal form: 株式会社　うしお and （株）うしお are
    うしお, and “Ushio Co., Ltd.” is “ushio”. A name that is nothing but a legal form
    has nothing left.
    """
    plain = _ENGLISH_FORMS_AT_END.sub("", LEGAL_FORM.sub(" ", fold(name)))
    return _SPACES.sub("", plain)
