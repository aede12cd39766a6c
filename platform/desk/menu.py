"""The desk's part of the side menu, with how much waits where."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from accounts.rules import is_officer, is_secretariat
from desk.workload import counts


class DeskItem(MenuItem):
    """A page of the desk; ``counted`` names the count that stands behind it."""

    def __init__(
        self,
        label: Any,
        page: str,
        *,
        icon: str,
        order: int,
        counted: str = "",
        secretariat_only: bool = False,
    ) -> None:
        """Keep what decides about showing it."""
        name = page.replace(":", "-")
        super().__init__(label, reverse(page), name=name, icon_name=icon, order=order)
        self.plain_label = label
        self.counted = counted
        self.secretariat_only = secretariat_only

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to whoever may open it."""
        allowed = is_secretariat if self.secretariat_only else is_officer
        return bool(allowed(request.user))

    def render_component(self, request: HttpRequest) -> Any:
        """Put the count behind the label."""
        component = super().render_component(request)
        count = counts(request).get(self.counted, 0)
        if count:
            component.label = _("%(label)s (%(count)s)") % {
                "label": self.plain_label,
                "count": count,
            }
        return component


def desk_items() -> list[MenuItem]:
    """Return the items in the order of a day's work."""
    registers = Menu(
        items=[
            DeskItem(label, page, icon=icon, order=order, secretariat_only=True)
            for order, (label, page, icon) in enumerate(
                (
                    (_("Organisations"), "desk_organisations:index", "home"),
                    (_("Researchers"), "desk_researchers:index", "user"),
                    (_("Partnerships"), "desk_partnerships:index", "link"),
                    (_("Themes"), "desk_themes:index", "tag"),
                    (_("Dictionary of other words"), "desk:synonyms", "openquote"),
                    (_("Mails"), "desk:mails", "mail"),
                    (_("Office and rules"), "desk:region", "cogs"),
                )
            )
        ]
    )
    matcher = Menu(
        items=[
            DeskItem(_("Gaps"), "desk:gaps", icon="table", order=5),
            DeskItem(
                _("Without a text"),
                "desk:no_text",
                icon="form",
                order=10,
                secretariat_only=True,
            ),
            DeskItem(
                _("Learning from decisions"),
                "desk:learning",
                icon="history",
                order=20,
                secretariat_only=True,
            ),
        ]
    )
    return [
        DeskItem(_("Queue"), "desk:queue", icon="tasks", order=10, counted="queue"),
        DeskItem(
            _("Needs"), "desk:needs", icon="clipboard-list", order=20, counted="needs"
        ),
        DeskItem(_("Visit or call"), "desk:visits", icon="comment", order=30),
        DeskItem(
            _("Introductions"),
            "desk:introductions",
            icon="mail",
            order=40,
            counted="introductions",
        ),
        DeskItem(
            _("Joint projects"),
            "desk:projects",
            icon="group",
            order=50,
            counted="projects",
        ),
        DeskItem(
            _("Matching events"),
            "desk:events",
            icon="date",
            order=55,
            secretariat_only=True,
        ),
        DeskItem(
            _("Results"),
            "desk:outcomes",
            icon="doc-full",
            order=60,
            counted="outcomes",
        ),
        DeskItem(
            _("Offers"),
            "desk:offers",
            icon="snippet",
            order=70,
            counted="offers",
            secretariat_only=True,
        ),
        SubmenuMenuItem(
            _("Care of the matcher"),
            matcher,
            name="desk-matcher",
            icon_name="search",
            order=75,
        ),
        SubmenuMenuItem(
            _("Registers"),
            registers,
            name="desk-registers",
            icon_name="folder-open-inverse",
            order=80,
        ),
    ]
