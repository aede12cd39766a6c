"""The parts of the frame around every page, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import selectors
from accounts.rules import is_officer

Link = dict[str, Any]

# Address, label; the menu stands in this order.
MENU = (
    ("web:needs", _("Needs")),
    ("web:expertise_list", _("Expertise")),
    ("web:researchers", _("Researchers")),
    ("web:organisations", _("Organisations")),
    ("web:facilities", _("Facilities")),
    ("web:outcomes", _("Results")),
    ("web:partnerships", _("Partnerships")),
)
# Pages of these namespaces exist at the same path in every language.
BILINGUAL = {"web", ""}


@dataclass(frozen=True)
class FrameRegion:
    """The region as the frame shows it; all empty before one is loaded."""

    name: str = ""
    tagline: str = ""
    area_word: str = ""
    municipality_word: str = ""
    demo: bool = False
    secretariat_name: str = ""
    phone: str = ""
    email: str = ""
    office_hours: str = ""


def region() -> FrameRegion:
    """Return the region for the frame, in the reader's language; one query."""
    try:
        row = selectors.region()
    except selectors.NoRegion:
        return FrameRegion()
    return FrameRegion(
        name=str(row.localized("name")),
        tagline=gettext(
            "Where firms and communities with a problem meet people who can help."
        ),
        area_word=str(row.localized("area")),
        municipality_word=str(row.localized("municipality_word")),
        demo=row.demo,
        secretariat_name=str(row.secretariat.localized("name")),
        phone=row.phone,
        email=row.email,
        office_hours=str(row.localized("office_hours")),
    )


def navigation(request: HttpRequest, pages: Iterable[Link]) -> list[Link]:
    """Return the main menu: the lists, then the news among the editable pages."""
    links = [_link(request, reverse(name), str(label)) for name, label in MENU]
    news = [page for page in pages if page["news"]]
    return links + [_link(request, page["url"], page["label"]) for page in news]


def footer_links(pages: Iterable[Link]) -> list[Link]:
    """Return the editable pages that the foot of every page leads to."""
    themes = {"url": reverse("web:themes"), "label": gettext("Themes")}
    return [themes, *(page for page in pages if not page["news"])]


def account_links(request: HttpRequest) -> list[Link]:
    """Return where this reader signs in, or their own pages."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return [_link(request, reverse("account_login"), gettext("Sign in"))]
    links = [_link(request, reverse("web:my"), gettext("My page"))]
    if is_officer(user):
        links.append(_link(request, reverse("wagtailadmin_home"), gettext("Desk")))
    return [*links, _link(request, reverse("account_logout"), gettext("Sign out"))]


def alternates(request: HttpRequest) -> list[Link]:
    """Return this page in every language, with the reader's own query.

    Editable pages say this themselves, since a translation may stand elsewhere.
    """
    match = getattr(request, "resolver_match", None)
    if match is None or match.namespace.partition(":")[0] not in BILINGUAL:
        return []
    if (match.url_name or "").startswith("wagtail"):
        return []
    here = request.get_full_path()
    return [
        {
            "lang": code,
            "url": translate_url(here, code),
            "label": LANG_INFO[code]["name_local"],
        }
        for code, _name in settings.LANGUAGES
    ]


def _link(request: HttpRequest, url: str, label: str) -> Link:
    return {"url": url, "label": label, "current": request.path.startswith(url)}
