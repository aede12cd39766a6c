"""What every page's frame needs: the region, menus, the page in other languages."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.selectors import menu_pages
from web import frame


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the context of ``design/base.html``, each part read where it is shown.

    Addresses that show no frame (the API, the admin) therefore cost no query.
    """
    pages: Any = SimpleLazyObject(menu_pages)
    return {
        "region": SimpleLazyObject(frame.region),
        "navigation": SimpleLazyObject(lambda: frame.navigation(request, pages)),
        "account_links": SimpleLazyObject(lambda: frame.account_links(request)),
        "alternate": SimpleLazyObject(lambda: frame.alternates(request)),
        "footer_links": SimpleLazyObject(lambda: frame.footer_links(pages)),
    }
