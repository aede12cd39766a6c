"""A fingerprint of what the matcher reads, to see that a text has changed since."""

import hashlib
import json

from catalogue.models import Expertise, Need

NEED_FIELDS = ("title", "summary", "background", "wanted", "conditions")
EXPERTISE_FIELDS = ("title", "summary", "body", "uses", "keywords")
LENGTH = 32


def text_digest(thing: Need | Expertise) -> str:
    """Return the fingerprint of a need's or an expertise's texts in both languages.

    Returns:
        32 hexadecimal digits; equal texts give equal fingerprints.
    """
    fields = NEED_FIELDS if isinstance(thing, Need) else EXPERTISE_FIELDS
    texts = [getattr(thing, f"{f}_{lang}") for f in fields for lang in ("ja", "en")]
    plain = json.dumps(texts, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()[:LENGTH]
