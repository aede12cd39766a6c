"""Things of the catalogue as items of a list: ``design/components/list_item.html``."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import Municipality, Organisation, User
from accounts.selectors import region
from catalogue.enums import NeedState
from catalogue.models import (
    Affiliation,
    Expertise,
    Facility,
    Need,
    Outcome,
    Researcher,
)
from catalogue.selectors.anonymity import PublicFace, public_faces
from design.formatting import yen_between
from design.localized import LocalizedText
from indexing.selectors import Found
from search.engine import Hit

Item = dict[str, Any]

STATE_TONES = {NeedState.OPEN: "success", NeedState.IN_DIALOGUE: "info"}


def poster(face: PublicFace) -> LocalizedText | str:
    """Return who has a need, or the words for a name that is withheld."""
    return named(face.organisation) or gettext("Name withheld")


def named(thing: Organisation | Municipality | None) -> LocalizedText | None:
    """Return a thing's name, or nothing for nothing."""
    return thing.localized("name") if thing else None


def needs(rows: Sequence[Need], reader: User | None) -> list[Item]:
    """Return needs as items; a poster is named only to those who may know."""
    shown = zip(rows, needs_briefly(rows, reader), strict=True)
    return [item | {"theme": _theme(row)} for row, item in shown]


def needs_briefly(needs: Iterable[Need], reader: User | None) -> list[Item]:
    """Return needs as items without their themes."""
    rows = list(needs)
    faces = public_faces(rows, reader)
    return [_need(row, face) for row, face in zip(rows, faces, strict=True)]


def place(face: PublicFace) -> LocalizedText | str | None:
    """Return where a need arises; where that would tell whose it is, only the area."""
    if face.municipality:
        return face.municipality.localized("name")
    return within_area() if face.withheld else None


def expertise(rows: Sequence[Expertise], reader: User | None) -> list[Item]:
    """Return expertise as items."""
    shown = zip(rows, expertise_briefly(rows), strict=True)
    return [item | {"theme": _theme(row)} for row, item in shown]


def expertise_briefly(rows: Iterable[Expertise]) -> list[Item]:
    """Return expertise as items without their themes."""
    return [_titled(row, "web:expertise") | {"who": offered_by(row)} for row in rows]


def facilities(rows: Sequence[Facility], reader: User | None) -> list[Item]:
    """Return facilities as items."""
    shown = zip(rows, facilities_briefly(rows), strict=True)
    return [item | {"theme": _theme(row)} for row, item in shown]


def facilities_briefly(rows: Iterable[Facility]) -> list[Item]:
    """Return facilities as items without their themes."""
    remote = {"label": gettext("Can be used remotely"), "icon": "wifi"}
    return [
        _titled(row, "web:facility")
        | {"who": named(row.organisation), "chips": [remote] if row.remote else []}
        for row in rows
    ]


def outcomes(rows: Sequence[Outcome], reader: User | None) -> list[Item]:
    """Return results as items."""
    shown = zip(rows, outcomes_briefly(rows), strict=True)
    return [item | {"theme": _theme(row)} for row, item in shown]


def outcomes_briefly(rows: Iterable[Outcome]) -> list[Item]:
    """Return results as items without their themes."""
    return [
        _titled(row, "web:outcome") | {"municipality": named(row.municipality)}
        for row in rows
    ]


def researchers(rows: Sequence[Researcher], reader: User | None) -> list[Item]:
    """Return researchers as items, with where they work."""
    shown = zip(rows, researchers_briefly(rows), strict=True)
    return [item | {"who": _workplaces(row)} for row, item in shown]


def researchers_briefly(rows: Iterable[Researcher]) -> list[Item]:
    """Return researchers as items without where they work."""
    return [
        {
            "url": reverse("web:researcher", args=[row.public_id]),
            "title": row.localized("name"),
            "line": row.localized("summary"),
        }
        for row in rows
    ]


def organisations(rows: Sequence[Organisation], reader: User | None) -> list[Item]:
    """Return organisations as items, with where they are."""
    return [
        {
            "url": reverse("web:organisation", args=[row.public_id]),
            "title": row.localized("name"),
            "kind": row.get_kind_display(),
            "municipality": _places(row),
        }
        for row in rows
    ]


Items = Callable[[Sequence[Any], User | None], list[Item]]


def found_items(
    found: Sequence[Found], reader: User | None, items: Items
) -> list[Item]:
    """Return what a search found as items, each with the passage that matched."""
    shown = items([one.thing for one in found], reader)
    return [
        item | {"passage": passage(one.hit), "title_marks": title_marks(item, one.hit)}
        for item, one in zip(shown, found, strict=True)
    ]


def title_marks(item: Item, hit: Hit) -> Sequence[tuple[int, int]]:
    """Return what to mark in an item's title, if it is the one that was searched."""
    if hit.title is None or hit.title.text != str(item["title"]):
        return ()
    return hit.title.marks


def passage(hit: Hit) -> dict[str, Any] | None:
    """Return the passage that matched with its marks; nothing where none did."""
    found = hit.passage
    if found is None or not found.marks:
        return None
    before = "…" if found.cut_before else ""
    after = "…" if found.cut_after else ""
    return {
        "sentence": f"{before}{found.text}{after}",
        "marks": [
            (start + len(before), end + len(before)) for start, end in found.marks
        ],
        "lang": found.lang,
    }


def partner_chips(row: Expertise, partners: Collection[int]) -> list[Item]:
    """Return the mark of an institution in partnership with a need's municipality."""
    if row.organisation_id not in partners:
        return []
    return [{"label": gettext("Partner institution"), "tone": "info"}]


def theme_rows(row: Any) -> list[Item]:
    """Return the themes of a thing as facts, each with the way to its page."""
    return [
        {
            "label": gettext("Theme"),
            "value": theme.localized("name"),
            "url": reverse("web:theme", args=[theme.slug]),
        }
        for theme in row.themes.all()
    ]


def within_area() -> str:
    """Return the words for a place somewhere in the region."""
    return gettext("Within %(area)s") % {"area": region().localized("area")}


def _need(row: Need, face: PublicFace) -> Item:
    state = NeedState(row.state)
    return _titled(row, "web:need") | {
        "chips": [{"label": state.label, "tone": STATE_TONES.get(state, "quiet")}],
        "who": poster(face),
        "municipality": place(face),
        "deadline": row.deadline if state == NeedState.OPEN else None,
        "budget": yen_between(row.budget_min, row.budget_max),
    }


def _titled(row: Any, address: str) -> Item:
    return {
        "url": reverse(address, args=[row.public_id]),
        "title": row.localized("title"),
        "line": row.localized("summary"),
    }


def offered_by(row: Expertise) -> str | LocalizedText | None:
    """Return the researcher with the institution, or the organisation alone."""
    institution = named(row.organisation)
    if row.researcher is None:
        return institution
    person = row.researcher.localized("name")
    return gettext("%(person)s (%(place)s)") % {"person": person, "place": institution}


def post(affiliation: Affiliation) -> str:
    """Return what somebody is at one place: department and position."""
    parts = [affiliation.localized("department"), affiliation.localized("position")]
    return gettext(", ").join(str(part) for part in parts if part)


def _workplaces(row: Researcher) -> str:
    places = []
    for affiliation in row.affiliations.all():
        parts = [str(affiliation.organisation.localized("name")), post(affiliation)]
        places.append(gettext(", ").join(filter(None, parts)))
    return gettext("; ").join(places)


def _places(row: Organisation) -> str:
    names = [named(site.municipality) for site in row.sites.all()]
    unique = dict.fromkeys(str(name) for name in names if name)
    return gettext(", ").join(unique)


def _theme(row: Any) -> str:
    return gettext(", ").join(
        str(theme.localized("name")) for theme in row.themes.all()
    )
