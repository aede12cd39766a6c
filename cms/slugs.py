"""Addresses that belong to other parts of the site and are refused for pages."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# The first part of every address that is answered before Wagtail's pages are asked;
# a test compares them with the site's addresses.
RESERVED = frozenset(
    {
        "_util",
        "accounts",
        "admin",
        "api",
        "design",
        "documents",
        "en",
        "expertise",
        "facilities",
        "healthz",
        "i18n",
        "ja",
        "match",
        "media",
        "my",
        "needs",
        "organisations",
        "outcomes",
        "partnerships",
        "researchers",
        "robots.txt",
        "search",
        "sitemap.xml",
        "static",
        "themes",
    }
)


def refuse_reserved(slug: str, field: str) -> None:
    """Refuse a slug directly under the home page that is another part's address.

    Args:
        slug: what a page would be called.
        field: the form's field that the message stands beside.

    Raises:
        ValidationError: the address is taken.
    """
    if slug in RESERVED:
        message = _(
            "“%(slug)s” is an address of the site's own lists and forms, so a page "
            "called that would never be seen. Please choose another one, such as "
            "“%(slug)s-guide”. Everything else you entered is kept."
        )
        raise ValidationError({field: message % {"slug": slug}})
