"""Offers that were handed in: check, publish or return."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.actions.offers import (
    archive_offer,
    publish_offer,
    return_offer,
    revive_offer,
)
from catalogue.enums import OfferState
from catalogue.models import Expertise, Facility
from catalogue.transitions import OFFER
from desk.forms.base import CommentForm
from desk.forms.cases import PublishOfferForm
from desk.forms.filters import OfferFilters
from desk.reads import desk_offers
from desk.views.base import DeskList, DeskPage, Text

MODELS: dict[str, type[Expertise] | type[Facility]] = {
    "expertise": Expertise,
    "facility": Facility,
}
_ORDER = (OfferState.SUBMITTED, OfferState.RETURNED, OfferState.PUBLISHED)


class OffersPage(DeskList):
    """Expertise and facilities; what waits to be checked comes first."""

    page_title = gettext_lazy("Offers")
    filter_form = OfferFilters
    secretariat_only = True

    def head(self) -> list[Text]:
        """Title, kind, who offers it, state, since when."""
        return [_("Offer"), _("Kind"), _("Organisation"), _("State"), _("Since")]

    def rows(self, chosen: Mapping[str, Any]) -> list[Any]:
        """Filter by kind and state; keys first, so that long lists stay light."""
        found: list[Any] = []
        for kind, model in MODELS.items():
            if chosen.get("kind", kind) != kind:
                continue
            rows = desk_offers(model, self.reader)
            if state := chosen.get("state"):
                rows = rows.filter(state=state)
            keys = rows.values_list("state", "state_since", "pk")
            found += [(kind, *key) for key in keys]
        order = {state: n for n, state in enumerate(_ORDER)}
        found.sort(key=lambda row: row[2], reverse=True)
        found.sort(key=lambda row: order.get(row[1], len(order)))
        return found

    def shown(self, things: list[Any]) -> list[dict[str, Any]]:
        """Read one page of offers."""
        read: dict[tuple[str, int], Any] = {}
        for kind, model in MODELS.items():
            keys = [row[3] for row in things if row[0] == kind]
            if keys:
                offers = model.objects.select_related("organisation")
                read |= {(kind, o.pk): o for o in offers.filter(pk__in=keys)}
        rows = [(row[0], read[row[0], row[3]]) for row in things]
        return [
            {
                "url": reverse("desk:offer", args=[kind, offer.public_id]),
                "cells": [
                    str(offer),
                    offer._meta.verbose_name,
                    str(offer.organisation),
                    offer.get_state_display(),
                    offer.state_since,
                ],
            }
            for kind, offer in rows
        ]


class OfferPage(DeskPage):
    """One offer as it would be published, with the check."""

    template_name = "desk/offer.html"
    crumb = gettext_lazy("Offer")
    header_icon = "snippet"
    secretariat_only = True
    parents: ClassVar = [("desk:offers", gettext_lazy("Offers"))]
    actions: ClassVar = {
        "publish": "publish",
        "return": "give_back",
        "archive": "archive",
        "revive": "revive",
    }

    @cached_property
    def offer(self) -> Any:
        """The offer, as it is now."""
        model = MODELS.get(self.kwargs["kind"])
        if model is None:
            raise Http404
        rows = desk_offers(model, self.reader).select_related("organisation")
        offer = rows.filter(public_id=self.kwargs["public_id"]).first()
        if offer is None:
            raise Http404
        return offer

    def forget(self) -> None:
        """Read the offer anew."""
        self.__dict__.pop("offer", None)

    def get_page_title(self) -> str:
        """Return the offer's title."""
        return str(self.offer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the texts in both languages and what can be done."""
        context = super().get_context_data(**kwargs)
        offer = self.offer
        can = set(OFFER.open_actions(offer, self.reader))
        forms = {}
        if "publish" in can:
            forms["publish"] = self.form(PublishOfferForm, "publish")
        if "return" in can:
            who = _("Whoever made the entry reads this comment.")
            forms["return"] = self.form(CommentForm, "return", help_text=who)
        return context | {
            "offer": offer,
            "kind": self.kwargs["kind"],
            "researcher": getattr(offer, "researcher", None),
            "texts": _texts(offer),
            "themes": list(offer.themes.all()),
            "can": can,
            "forms": forms,
        }

    def publish(self) -> str:
        """Publish it, once the check is confirmed."""
        given = self.valid(self.form(PublishOfferForm, "publish"))
        publish_offer(self.offer, by=self.reader, **given)
        return _("Published.")

    def give_back(self) -> str:
        """Return it with a comment."""
        comment = self.valid(self.form(CommentForm, "return"))["comment"]
        return_offer(self.offer, by=self.reader, comment=comment)
        return _("Returned with your comment.")

    def archive(self) -> str:
        """Take it out of the catalogue."""
        archive_offer(self.offer, by=self.reader)
        return _("Taken out of the catalogue. You can bring it back as a draft.")

    def revive(self) -> str:
        """Bring it back as a draft."""
        revive_offer(self.offer, by=self.reader)
        return _("It is a draft of its owner again.")

    def here(self) -> str:
        """A draft belongs to its owner: then the list is where to go."""
        if self.offer.state == OfferState.DRAFT:
            return reverse("desk:offers")
        return super().here()


def _texts(offer: Any) -> list[dict[str, Any]]:
    """Return the texts of an offer as they stand, each with its language."""
    names = ["summary", "body"]
    names += ["how_to_use", "fee"] if isinstance(offer, Facility) else []
    found = []
    for name in names:
        for lang in ("ja", "en"):
            text = getattr(offer, f"{name}_{lang}")
            if text:
                label = offer._meta.get_field(f"{name}_{lang}").verbose_name
                found.append({"label": label, "lang": lang, "text": text})
    return found
