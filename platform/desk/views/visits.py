"""A visit or a call, written up as a need on the organisation's behalf."""

from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.models import Organisation
from catalogue.actions.needs import open_need, submit_need, write_up_visit
from catalogue.enums import NeedState
from catalogue.models import Need
from catalogue.rules import is_in_charge
from desk.forms.needs import (
    FindOrganisationForm,
    NeedForm,
    NewOrganisationForm,
    VisitForm,
)
from desk.keeping import enter_organisation
from desk.reads import own_municipalities
from desk.views.base import DeskPage, FormRefused
from desk.views.measuring import Measuring
from lifecycle.approvals import is_needed

FOUND_AT_MOST = 20


class FindOrganisationPage(DeskPage):
    """First step: whose need is it?"""

    template_name = "desk/visit_find.html"
    page_title = gettext_lazy("Visit or call")
    header_icon = "comment"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Search organisations by name or number."""
        context = super().get_context_data(**kwargs)
        form = FindOrganisationForm(self.request.GET)
        words = form.cleaned_data["q"].strip() if form.is_valid() else ""
        found: list[Organisation] = []
        if words:
            rule = Q(corporate_number=words)
            for name in ("name_ja", "name_en", "short_ja", "kana"):
                rule |= Q(**{f"{name}__icontains": words})
            rows = Organisation.objects.filter(rule).prefetch_related(
                "sites__municipality"
            )
            found = list(rows[: FOUND_AT_MOST + 1])
        return context | {
            "find_form": form,
            "words": words,
            "found": found[:FOUND_AT_MOST],
            "more": len(found) > FOUND_AT_MOST,
            "limit": FOUND_AT_MOST,
        }


class VisitPage(Measuring):
    """Second step: the visit, its consent, and the need, on one page."""

    template_name = "desk/visit.html"
    page_title = gettext_lazy("Write up a visit or a call")
    header_icon = "comment"
    parents: ClassVar = [("desk:visits", gettext_lazy("Visit or call"))]
    actions: ClassVar = {
        "draft": "keep_draft",
        "open": "keep_and_open",
        "measure": "measure",
    }

    @cached_property
    def organisation(self) -> Organisation | None:
        """The chosen organisation; ``None`` for one that is entered here."""
        ident = self.request.GET.get("organisation", "")
        if not ident:
            return None
        return get_object_or_404(Organisation, public_id=ident)

    @cached_property
    def forms(self) -> dict[str, Any]:
        """The two or three forms of the page, filled in on a POST."""
        posted = self.request.POST
        data = posted if self.request.method == "POST" else None
        measuring = posted.get("action") == "measure"
        place = self._usual_place()

        def made(kind: Any, prefix: str, **initial: Any) -> Any:
            if measuring:
                # What is not asked about is kept, and not found fault with yet.
                typed = {n: posted.get(f"{prefix}-{n}") for n in kind.base_fields}
                return kind(prefix=prefix, initial=typed)
            return kind(data, prefix=prefix, initial=initial)

        need = Need(organisation=self.organisation)
        forms: dict[str, Any] = {
            "visit": made(VisitForm, "visit"),
            "need": NeedForm(
                data, prefix="need", initial={"municipality": place}, instance=need
            ),
        }
        if self.organisation is None:
            name = self.request.GET.get("name", "")
            forms["organisation"] = made(
                NewOrganisationForm, "organisation", name_ja=name, municipality=place
            )
        return forms

    def measured_need(self) -> Need:
        """The need that the form fills in; nothing of it is saved."""
        self.forms["need"].is_valid()
        need: Need = self.forms["need"].instance
        if self.organisation is None:
            # Nobody is known yet whom a text could tell.
            need.anonymous = False
        return need

    def _usual_place(self) -> Any:
        """The organisation's municipality, else the officer's own."""
        if self.organisation is not None:
            sites = self.organisation.sites.filter(municipality__isnull=False)
            site = sites.select_related("municipality").first()
            if site is not None:
                return site.municipality
        return own_municipalities(self.reader).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the forms."""
        context = super().get_context_data(**kwargs)
        return context | {
            "organisation": self.organisation,
            "visit_form": self.forms["visit"],
            "need_form": self.forms["need"],
            "organisation_form": self.forms.get("organisation"),
        }

    def keep_draft(self) -> HttpResponse:
        """Keep the need as a draft."""
        need = self._write_up()
        messages.success(self.request, _("Written up as a draft, with its consent."))
        return redirect("desk:need", need.public_id)

    def keep_and_open(self) -> HttpResponse:
        """Hand the need in and, where the reader is in charge, open it at once."""
        with transaction.atomic():
            need = self._write_up()
            submit_need(need, by=self.reader)
            if is_in_charge(self.reader, need) and not is_needed(need, "open"):
                open_need(need, by=self.reader)
        text = _("Handed in. The office in charge reads it next.")
        if need.state == NeedState.OPEN:
            text = _("The need is open. Candidates appear within seconds.")
        messages.success(self.request, text)
        return redirect("desk:need", need.public_id)

    def _write_up(self) -> Need:
        """Write organisation, visit and need together, or nothing.

        Raises:
            FormRefused: something is missing, the consent for instance.
        """
        # Every form is checked, so that all that is missing is shown at once.
        if not all([form.is_valid() for form in self.forms.values()]):
            raise FormRefused
        with transaction.atomic():
            organisation = self.organisation
            if organisation is None:
                given = self.forms["organisation"].cleaned_data
                organisation = enter_organisation(by=self.reader, **given)
            return write_up_visit(
                by=self.reader,
                organisation=organisation,
                **self.forms["visit"].visit(),
                **self.forms["need"].cleaned_data,
            )
