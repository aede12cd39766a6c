"""One address of every kind of page, found by following links."""

import re
from collections import deque

from playwright.sync_api import APIRequestContext

LINK = re.compile(r'href="([^"#?]+)')
# Wagtail's script draws the menu of the desk, so that no link leads to these.
DESK = [
    f"/admin/desk/{part}"
    for part in (
        "",
        "needs/",
        "visits/",
        "visits/?q=デモ",
        "introductions/",
        "projects/",
        "projects/?state=completed",
        "outcomes/",
        "outcomes/new/",
        "offers/",
        "region/",
        "dictionary/",
        "dictionary/new/",
        "events/",
        "gaps/",
        "learning/",
        "no-text/",
    )
]
# What differs between two pages of one kind: identifiers, keys and names in addresses.
OWN = re.compile(r"/(?:[a-z0-9]{10}|\d+)(?=/)")
NAMED = re.compile(r"(/(?:themes|news)/)[^/]+/")


def kind_of(path: str) -> str:
    """Return an address without what is a single thing's own.

    >>> kind_of("/needs/3nmpgcxgvz/edit/")
    '/needs/*/edit/'
    """
    return NAMED.sub(r"\1*/", OWN.sub("/*", path))


def one_of_each_kind(
    requests: APIRequestContext,
    start: str | list[str],
    inside: str | tuple[str, ...],
    outside: tuple[str, ...] = (),
    at_most: int = 1,
) -> list[str]:
    """Follow links from ``start``; return pages, at most so many of one kind.

    Args:
        requests: as whom pages are read.
        start: the path of the first page, or paths.
        inside: only paths that begin so are followed.
        outside: paths that begin so are not.
        at_most: pages of one kind; two show more than one state of a thing.
    """
    found: dict[str, list[str]] = {}
    starts = [start] if isinstance(start, str) else start
    waiting, seen = deque(starts), set(starts)
    while waiting:
        path = waiting.popleft()
        kind = found.setdefault(kind_of(path), [])
        if len(kind) >= at_most:
            continue
        answer = requests.get(path)
        if not answer.ok or "text/html" not in answer.headers["content-type"]:
            continue
        kind.append(path)
        for link in LINK.findall(answer.text()):
            fits = link.startswith(inside) and not link.startswith(outside)
            if fits and link not in seen:
                seen.add(link)
                waiting.append(link)
    return [path for paths in found.values() for path in paths]
