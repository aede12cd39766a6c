"""Before both sides are asked: who is asked first, and until when."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from accounts.models import User
from catalogue.models import Need
from curation.actions.asking import ask_both_sides, last_day, passes_liaison
from curation.enums import Side
from curation.models import Introduction, Party
from curation.selectors.people import stands_in
from desk.forms.needs import IntroduceForm
from desk.posters import is_withheld, poster
from desk.views.approvals import Approvals
from desk.views.needs import OfNeed
from lifecycle.machines import Machine
from lifecycle.stateful import Stateful
from recommendations.models import Pairing
from recommendations.transitions import PAIRING


@dataclass(frozen=True)
class Asked:
    """A side, and who of it is asked first."""

    side: str
    name: str
    first: str


class IntroducePage(Approvals, OfNeed):
    """Asks once, then asks both sides."""

    template_name = "desk/introduce.html"
    crumb = ""
    header_icon = "mail"
    secretariat_only = True
    actions: ClassVar = {"introduce": "introduce", **Approvals.actions}

    def approved_step(self) -> tuple[Machine, Stateful, str]:
        """Introducing the two sides."""
        return PAIRING, self.pairing, "introduce"

    @cached_property
    def pairing(self) -> Pairing:
        """The shortlisted pairing."""
        rows = Pairing.objects.select_related(
            "need__organisation", "expertise__organisation", "expertise__researcher"
        )
        ident = self.kwargs["pairing"]
        row = rows.filter(need=self.need, public_id=ident).first()
        if row is None:
            raise Http404
        return row

    def forget(self) -> None:
        """Read need and pairing anew."""
        super().forget()
        self.__dict__.pop("pairing", None)

    def get_page_title(self) -> str:
        """Say what happens here."""
        return _("Introduce both sides")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Put the need before this page."""
        items = super().get_breadcrumbs_items()
        url = reverse("desk:need", args=[self.need.public_id])
        return [*items[:-1], {"url": url, "label": str(self.need)}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say who is asked first, and until when."""
        context = super().get_context_data(**kwargs)
        return context | {
            "need": self.need,
            "pairing": self.pairing,
            "sides": [_need_side(self.pairing, self.reader), _offer_side(self.pairing)],
            "due_on": last_day(),
            "introduce_form": self.form(IntroduceForm, "introduce"),
        }

    def introduce(self) -> HttpResponse:
        """Ask both sides."""
        note = self.valid(self.form(IntroduceForm, "introduce"))["note"]
        introduction = ask_both_sides(pairing=self.pairing, by=self.reader, note=note)
        messages.success(self.request, _("Both sides are asked now."))
        return redirect("desk:introduction", introduction.public_id)


def _need_side(pairing: Pairing, reader: User) -> Asked:
    need: Need = pairing.need
    party = Party(
        introduction=Introduction(pairing=pairing),
        side=Side.NEED,
        organisation=need.organisation,
    )
    if stands_in(party):
        first = _("nobody has an account; the secretariat asks by telephone")
    elif is_withheld(need, reader):
        first = _("the poster's people")
    else:
        first = _("the people of %(name)s") % {"name": need.organisation}
    return Asked(_("The side with the need"), poster(need, reader), first)


def _offer_side(pairing: Pairing) -> Asked:
    offer = pairing.expertise
    person = offer.researcher
    party = Party(
        introduction=Introduction(pairing=pairing),
        side=Side.OFFER,
        organisation=offer.organisation,
        researcher=person,
        with_liaison=passes_liaison(offer.organisation),
    )
    if stands_in(party):
        first = _("nobody has an account; the secretariat asks by telephone")
    elif party.with_liaison or (person is not None and person.user_id is None):
        first = _("the liaison office of %(name)s") % {"name": offer.organisation}
    elif person is not None:
        first = str(person)
    else:
        first = _("the people of %(name)s") % {"name": offer.organisation}
    name = f"{offer.organisation} {person}" if person else str(offer.organisation)
    return Asked(_("The side with the offer"), name, first)
