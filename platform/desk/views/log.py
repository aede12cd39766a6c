"""The log of a case: who, when, what, why, before and after."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership
from catalogue.actions.needs import look_at_withheld_name
from catalogue.models import Need
from desk.casework import case_context
from desk.posters import is_withheld
from desk.views.needs import OfNeed
from desk.wording import action_label, changes_of, reason_label, subject_label
from lifecycle.models import LogEntry


class LogPage(OfNeed):
    """The timeline and the whole log of a case."""

    template_name = "desk/log.html"
    crumb = ""
    header_icon = "history"
    actions: ClassVar = {"look": "look"}
    names_shown = False

    def get_page_title(self) -> str:
        """Say what is read here."""
        return _("Course and log")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Put the need before this page."""
        items = super().get_breadcrumbs_items()
        url = reverse("desk:need", args=[self.need.public_id])
        return [*items[:-1], {"url": url, "label": str(self.need)}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add timeline and log."""
        context = super().get_context_data(**kwargs)
        need = self.need
        hidden = is_withheld(need, self.reader) and not self.names_shown
        own = _poster_people(need) if hidden else set()
        entries = LogEntry.objects.filter(case=need.public_id).select_related("actor")
        told = case_context(need, self.reader, here=self.request.path)
        return (
            context
            | told
            | {
                "need": need,
                "hidden": hidden,
                "log": [_row(e, own, hidden) for e in entries.order_by("-at", "-pk")],
            }
        )

    def look(self) -> HttpResponse:
        """Show withheld names on this page alone, once, and log the look."""
        look_at_withheld_name(self.need, by=self.reader)
        self.names_shown = True
        return self.render_to_response(self.get_context_data())


def _poster_people(need: Need) -> set[int]:
    """Return who belongs to the poster: by their names one would know whose it is."""
    people = set(
        Membership.objects.filter(organisation=need.organisation_id).values_list(
            "user", flat=True
        )
    )
    if need.visit is None and need.created_by_id is not None:
        people.add(need.created_by_id)
    return people


def _row(entry: LogEntry, own: set[int], hidden: bool) -> dict[str, Any]:
    actor, note = str(entry.actor or _("The platform itself")), entry.note
    if entry.actor_id in own:
        actor = _("The poster (name withheld)")
    # What was noted about an answer by telephone says who gave it.
    if hidden and note and entry.subject_type == "curation.party":
        note = _("A note that may name the poster is not shown.")
    return {
        "at": entry.at,
        "actor": actor,
        "subject": subject_label(entry),
        "action": action_label(entry),
        "reason": reason_label(entry),
        "note": note,
        "changes": changes_of(entry),
    }
