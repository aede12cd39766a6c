"""What the indexes must not tell: things that are gone, or kept from somebody."""

from collections.abc import Collection

from catalogue.enums import Visibility
from indexing.documents import sources


def gone(kind: str, idents: Collection[str]) -> set[str]:
    """Return those of some things of a kind that nobody finds any more."""
    rows, _ = sources()[kind]
    name = "pk" if kind == "page" else "public_id"
    found = rows.filter(**{f"{name}__in": list(idents)}).values_list(name, flat=True)
    return set(idents) - set(map(str, found))


def is_kept_from_somebody(kind: str, ident: str) -> bool:
    """Return whether a changed thing, or its poster's name, is not for everybody.

    Of a page it is always said: it may be about to go when its change is told.
    """
    if kind == "page":
        return True
    if kind not in sources():
        return False
    rows = sources()[kind][0].filter(public_id=ident)
    if kind == "need":
        rows = rows.filter(visibility=Visibility.PUBLIC, anonymous=False)
    return not rows.exists()
