"""The parts of my page, and where one stands among them."""

from enum import Enum
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from web.my import reads
from web.my.access import user_of
from web.trails import trail


class Pages(Enum):
    """A part of my page: its address and what it is called."""

    OVERVIEW = ("web:my", pgettext_lazy("my page", "Overview"))
    NEEDS = ("web:my_needs", gettext_lazy("My needs"))
    INTRODUCTIONS = ("web:my_introductions", gettext_lazy("Introductions"))
    EXPERTISE = ("web:my_expertise", gettext_lazy("What we can do"))
    SUGGESTIONS = ("web:my_suggestions", gettext_lazy("Needs that may fit"))
    CHECKS = ("web:my_checks", gettext_lazy("To be checked"))
    ACCOUNT = ("web:my_account", gettext_lazy("Account"))

    @property
    def address(self) -> str:
        """Where it is."""
        return reverse(self.value[0])

    @property
    def label(self) -> str | Promise:
        """What it is called."""
        return self.value[1]


def frame(request: HttpRequest, here: Pages, *below: Any) -> dict[str, Any]:
    """Return what every page of my page shows around its content.

    Args:
        request: whose reader's parts are offered.
        here: the part the page belongs to.
        below: the titles of the pages below that part, down to this one.
    """
    checks = reads.checked_by(user_of(request))
    parts = [page for page in Pages if page != Pages.CHECKS or checks]
    steps: list[tuple[Any, str]] = [(gettext("My page"), reverse("web:my"))]
    if here != Pages.OVERVIEW:
        steps.append((here.label, here.address))
    steps += [(title, "") for title in below]
    return {
        "here": here.label,
        "breadcrumbs": trail(*steps),
        "parts": [
            {"url": page.address, "label": page.label, "current": page == here}
            for page in parts
        ],
    }
