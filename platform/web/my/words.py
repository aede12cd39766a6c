"""How my own things are told: states as sentences, rows of facts, items of lists."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from catalogue.enums import NeedKind, NeedState, OfferState, Visibility
from catalogue.models import Expertise, Need
from catalogue.selectors import people
from design.formatting import long_date, yen_between

Item = dict[str, Any]

NEED_TONES = {
    NeedState.RETURNED: "warning",
    NeedState.OPEN: "success",
    NeedState.IN_DIALOGUE: "info",
    NeedState.SETTLED: "success",
    NeedState.EXPIRED: "warning",
}
OFFER_TONES = {
    OfferState.RETURNED: "warning",
    OfferState.SUBMITTED: "info",
    OfferState.PUBLISHED: "success",
}


def need_chip(need: Need) -> Item:
    """Return the state of a need as a chip."""
    state = NeedState(need.state)
    return {"label": state.label, "tone": NEED_TONES.get(state, "quiet")}


def offer_chip(offer: Expertise) -> Item:
    """Return the state of an offer as a chip."""
    state = OfferState(offer.state)
    return {"label": state.label, "tone": OFFER_TONES.get(state, "quiet")}


def title_of(thing: Need | Expertise) -> Any:
    """Return a title, or words for a draft that has none yet."""
    return thing.localized("title") or gettext("(no title yet)")


def need_item(need: Need) -> Item:
    """Return one of my needs as an item of a list."""
    place = need.municipality
    return {
        "url": reverse("web:my_need", args=[need.public_id]),
        "title": title_of(need),
        "chips": [need_chip(need), *_withheld(need)],
        "municipality": place and place.localized("name"),
        "deadline": need.deadline if need.state == NeedState.OPEN else None,
        "line": need.localized("summary"),
    }


def offer_item(offer: Expertise, address: str = "web:my_expertise_entry") -> Item:
    """Return an entry of expertise as an item of a list."""
    person = offer.researcher
    return {
        "url": reverse(address, args=[offer.public_id]),
        "title": title_of(offer),
        "chips": [offer_chip(offer)],
        "who": person.localized("name") if person else offer.organisation,
        "line": offer.localized("summary"),
    }


def need_facts(need: Need, themes: list[str]) -> list[Item]:
    """Return what a need's poster reads about it, besides its texts.

    Args:
        need: the poster's own.
        themes: the names of its themes.
    """
    helps = [str(NeedKind(kind).label) for kind in need.kinds]
    place, trade = need.municipality, need.industry
    shown = (
        pgettext("name", "withheld") if need.anonymous else pgettext("name", "shown")
    )
    return [
        {
            "label": pgettext("whose need", "For"),
            "value": need.organisation.localized("name"),
        },
        {"label": gettext("Our name"), "value": shown},
        {
            "label": gettext("Who may read it"),
            "value": str(Visibility(need.visibility).label),
        },
        {
            "label": gettext("Where it arises"),
            "value": place and place.localized("name"),
        },
        {"label": gettext("Industry"), "value": trade and trade.localized("name")},
        {"label": gettext("Themes"), "value": gettext(", ").join(themes)},
        {"label": gettext("Help wanted"), "value": gettext(", ").join(helps)},
        {
            "label": gettext("Budget"),
            "value": yen_between(need.budget_min, need.budget_max),
        },
        {
            "label": gettext("Answer wanted by"),
            "value": long_date(need.deadline) if need.deadline else "",
        },
        {"label": gettext("Reference number"), "value": need.public_id},
    ]


def not_editable(thing: Need | Expertise) -> str:
    """Return why a thing cannot be changed any more."""
    return gettext(
        "At the present stage (“%(state)s”) the text stays as it is. If something must "
        "be corrected, please tell the secretariat."
    ) % {"state": thing.get_state_display()}


def _withheld(need: Need) -> list[Item]:
    if not need.anonymous:
        return []
    return [{"label": gettext("Name withheld"), "icon": "eye-slash"}]


def unlisted_competitors(text: str) -> str:
    """Tell which of the competitors named in a text are not in the public list."""
    names = people.unlisted_competitors(text)
    if not names:
        return ""
    return gettext(
        "Not in this site's list of organisations: %(names)s. The secretariat reads "
        "these names all the same; please check how they are written."
    ) % {"names": pgettext("between names", ", ").join(names)}
