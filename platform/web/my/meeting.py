"""How an introduction is told to somebody who speaks for one of its sides."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import User
from catalogue.enums import NeedKind
from catalogue.selectors.anonymity import PublicFace, public_faces
from curation.enums import IntroductionState, Side
from curation.models import Introduction, Party
from curation.selectors.contacts import Contact
from curation.selectors.people import my_side
from design.formatting import long_date, yen_between
from web.lists.items import offered_by as offer_line

Item = dict[str, Any]

TONES = {
    IntroductionState.ASKED: "warning",
    IntroductionState.AGREED: "success",
    IntroductionState.TALKING: "info",
    IntroductionState.PROJECT: "info",
}


def listed(introductions: Sequence[Introduction], user: User) -> list[Item]:
    """Return introductions as items of a list, each from the reader's side."""
    faces = _faces(introductions, user)
    items = []
    for introduction, face in zip(introductions, faces, strict=True):
        state = IntroductionState(introduction.state)
        side = my_side(introduction, user)
        asked = state == IntroductionState.ASKED
        items.append(
            {
                "url": reverse("web:my_introduction", args=[introduction.public_id]),
                "title": introduction.need.localized("title"),
                "chips": [{"label": state.label, "tone": TONES.get(state, "quiet")}],
                "who": _other_side(introduction, side, face),
                "line": introduction.expertise.localized("title"),
                "deadline": introduction.due_on if asked else None,
            }
        )
    return items


def need_facts(introduction: Introduction, user: User) -> list[Item]:
    """Return what the other side may know about a need, besides its texts."""
    need = introduction.need
    [face] = _faces([introduction], user)
    helps = [str(NeedKind(kind).label) for kind in need.kinds]
    place, trade = face.municipality, face.industry
    return [
        {"label": gettext("Who asks"), "value": _poster(introduction, face)},
        {
            "label": gettext("Where it arises"),
            "value": place and place.localized("name"),
        },
        {"label": gettext("Industry"), "value": trade and trade.localized("name")},
        {"label": gettext("Help wanted"), "value": gettext(", ").join(helps)},
        {
            "label": gettext("Budget"),
            "value": yen_between(need.budget_min, need.budget_max),
        },
        {
            "label": gettext("Answer wanted by"),
            "value": long_date(need.deadline) if need.deadline else "",
        },
    ]


def offered_by(introduction: Introduction) -> Any:
    """Return whose offer it is."""
    return offer_line(introduction.expertise)


def readers_of_answer(introduction: Introduction, party: Party) -> str:
    """Return who reads an answer, as a sentence to stand beside the buttons."""
    if party.side == Side.NEED:
        other = introduction.party(Side.OFFER)
        return gettext(
            "Your answer is read by the secretariat, and by %(other)s as a sentence."
        ) % {"other": other.organisation}
    return gettext(
        "Your answer is read by the secretariat, and by the side with the need as a "
        "sentence."
    )


def contact_rows(found: Sequence[Contact], side: str) -> list[Item]:
    """Return contact details, the other side's first."""
    return [
        {
            "contact": contact,
            "heading": _contact_heading(contact, own=contact.side == side),
        }
        for contact in sorted(found, key=lambda contact: contact.side == side)
    ]


def _contact_heading(contact: Contact, *, own: bool) -> str:
    name = str(contact.organisation)
    if own:
        return gettext("What they see of you (%(name)s)") % {"name": name}
    if contact.is_office:
        return gettext("%(name)s (liaison office)") % {"name": name}
    return name


def _faces(introductions: Sequence[Introduction], user: User) -> list[PublicFace]:
    """Return the poster of each as the reader knows it; agreed sides know it whole."""
    hidden = [
        introduction
        for introduction in introductions
        if introduction.need.anonymous and not introduction.was_agreed
    ]
    withheld = dict(
        zip(
            [introduction.pk for introduction in hidden],
            public_faces([introduction.need for introduction in hidden], user),
            strict=True,
        )
    )
    return [
        withheld.get(introduction.pk) or _whole(introduction)
        for introduction in introductions
    ]


def _whole(introduction: Introduction) -> PublicFace:
    need = introduction.need
    return PublicFace(need.organisation, need.municipality, need.industry)


def _poster(introduction: Introduction, face: PublicFace) -> Any:
    if face.organisation is None:
        return gettext("Name withheld")
    return face.organisation.localized("name")


def _other_side(introduction: Introduction, side: str | None, face: PublicFace) -> Any:
    if side == Side.NEED:
        return introduction.expertise.organisation.localized("name")
    return _poster(introduction, face)
