"""Every address that search engines may know, in both languages."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import Page

from accounts.models import Organisation
from catalogue.models import Researcher, Theme
from catalogue.selectors.visibility import (
    visible_expertise,
    visible_facilities,
    visible_needs,
    visible_outcomes,
)

LISTS = (
    "needs",
    "expertise_list",
    "researchers",
    "organisations",
    "facilities",
    "outcomes",
    "search",
    "partnerships",
    "themes",
    "match",
)


class Bilingual(Sitemap[Any]):
    """Pages that stand at the same path in every language, named in both."""

    i18n = True
    alternates = True
    x_default = True


class Lists(Bilingual):
    """Lists, the matrix, the themes and the matcher's box."""

    def items(self) -> list[str]:
        """Return the names of their addresses."""
        return [f"web:{name}" for name in LISTS]

    def location(self, item: str) -> str:
        """Return the address."""
        return reverse(item)


class Themes(Bilingual):
    """The themes' own pages."""

    def items(self) -> QuerySet[Theme]:
        """Return all themes."""
        return Theme.objects.all()

    def location(self, item: Theme) -> str:
        """Return the address."""
        return reverse("web:theme", args=[item.slug])


class Details(Bilingual):
    """The pages of one kind of thing, as the public may read them."""

    def __init__(self, address: str, rows: QuerySet[Any], moment: str = "") -> None:
        """Take the address's name, the rows, and the field that dates a change."""
        self.address = address
        self.rows = rows
        self.moment = moment

    def items(self) -> QuerySet[Any]:
        """Return what the public may read, in a lasting order."""
        names = ["public_id", self.moment] if self.moment else ["public_id"]
        return self.rows.order_by("pk").only(*names)

    def location(self, item: Any) -> str:
        """Return the address."""
        return reverse(self.address, args=[item.public_id])

    def lastmod(self, item: Any) -> datetime | None:
        """Return when the thing last changed, where that is kept."""
        return getattr(item, self.moment) if self.moment else None


class EditablePages(Sitemap[Page]):
    """The pages that staff write, each in the languages it is written in."""

    def items(self) -> QuerySet[Page]:
        """Return the public pages that are no stand-ins for a translation."""
        pages = Page.objects.live().public().filter(depth__gt=1, alias_of=None)
        return pages.order_by("path")

    def location(self, item: Page) -> str:
        """Return the address."""
        return str(item.get_url())

    def lastmod(self, item: Page) -> datetime | None:
        """Return the last publication."""
        return item.last_published_at


def all_sitemaps() -> dict[str, type[Sitemap[Any]] | Sitemap[Any]]:
    """Return the parts of the sitemap by name."""
    return {
        "pages": EditablePages(),
        "lists": Lists(),
        "themes": Themes(),
        "needs": Details("web:need", visible_needs(None), "updated_at"),
        "expertise": Details("web:expertise", visible_expertise(None), "updated_at"),
        "facilities": Details("web:facility", visible_facilities(None), "updated_at"),
        "outcomes": Details("web:outcome", visible_outcomes(None), "updated_at"),
        "researchers": Details(
            "web:researcher", Researcher.objects.listed(), "updated_at"
        ),
        "organisations": Details("web:organisation", Organisation.objects.listed()),
    }
