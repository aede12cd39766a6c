"""The outbox: which mails were written, to whom, and whether they went out."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from catalogue.models import Need
from desk.forms.filters import MailFilters
from desk.posters import is_withheld
from desk.reads import desk_needs
from desk.views.base import DeskList, Text
from notifications.models import Mail


class MailsPage(DeskList):
    """All mails, newest first; read-only. Their texts stay with their readers."""

    page_title = gettext_lazy("Mails")
    filter_form = MailFilters
    secretariat_only = True

    def head(self) -> list[Text]:
        """Subject, to whom, state, when."""
        return [_("Subject"), _("To"), _("State"), _("Written on"), _("Sent on")]

    def rows(self, chosen: Mapping[str, Any]) -> QuerySet[Mail]:
        """Filter by state and words of the subject.

        Not by address: that would tell which withheld name belongs to a case.
        """
        rows = Mail.objects.select_related("to")
        if state := chosen.get("state"):
            rows = rows.filter(state=state)
        if words := chosen.get("q"):
            rows = rows.filter(subject__icontains=words)
        return rows

    def shown(self, things: list[Any]) -> list[dict[str, Any]]:
        """Return the rows; a withheld poster's people are not named."""
        cases = {mail.case for mail in things if mail.case}
        needs = {
            need.public_id: need
            for need in desk_needs(self.reader).filter(public_id__in=cases)
        }
        hidden = {i: n for i, n in needs.items() if is_withheld(n, self.reader)}
        people = _posters_people(hidden)
        return [
            {
                "url": reverse("desk:need", args=[mail.case])
                if mail.case in needs
                else "",
                "cells": [
                    mail.subject,
                    _("The poster (name withheld)")
                    if (mail.case, mail.to_id) in people
                    else f"{mail.to} <{mail.to.email}>",
                    mail.get_state_display(),
                    mail.created_at,
                    mail.sent_at or "",
                ],
            }
            for mail in things
        ]


def _posters_people(needs: Mapping[str, Need]) -> set[tuple[str, int]]:
    """Return case and person, for everybody by whom a poster would be known."""
    members: dict[int, set[int]] = {}
    for firm, person in Membership.objects.filter(
        organisation__in={need.organisation_id for need in needs.values()}
    ).values_list("organisation", "user"):
        members.setdefault(firm, set()).add(person)
    found = set()
    for ident, need in needs.items():
        people = set(members.get(need.organisation_id, ()))
        if need.created_by_id is not None and need.visit_id is None:
            people.add(need.created_by_id)
        found |= {(ident, person) for person in people}
    return found
