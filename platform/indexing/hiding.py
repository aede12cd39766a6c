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


def kept_from_somebody(kind: str, idents: Collection[str]) -> set[str]:
    """Return the changed things of a kind that, or whose poster, not all may know.

    Of pages it is said of all: one may be about to go when its change is told.
    """
    if kind == "page":
        return set(idents)
    if kind not in sources():
        return set()
    rows = sources()[kind][0].filter(public_id__in=list(idents))
    if kind == "need":
        rows = rows.filter(visibility=Visibility.PUBLIC, anonymous=False)
    return set(idents) - set(rows.values_list("public_id", flat=True))
