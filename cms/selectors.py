"""Reads of the editable pages, for the frame and other faces."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from cms.models import NewsIndexPage, SitePage
from cms.models.base import HOME_DEPTH


def alternates(
    page: SitePage, request: HttpRequest | None = None
) -> list[dict[str, str]]:
    """Return a page in every language it stands in: lang, url, label."""
    return page.alternates(request)


def menu_pages(request: HttpRequest | None = None) -> list[dict[str, Any]]:
    """Return the pages directly under the home page that menus show.

    In the order staff gave them, in the reader's language; one query. Each with its
    url and label; ``news`` tells the list of news from the pages of text.
    """
    pages = (
        Page.objects.live()
        .in_menu()
        .filter(depth=HOME_DEPTH + 1, locale__language_code=(get_language() or "")[:2])
        .order_by("path")
    )
    return [
        {
            "url": page.get_url(request),
            "label": page.title,
            "news": page.specific_class is NewsIndexPage,
        }
        for page in pages
    ]
