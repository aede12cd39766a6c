"""Whom and what the matcher can never propose, since there is nothing to go on."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from catalogue.enums import OfferState
from catalogue.models import Expertise, Facility, Need, Researcher
from recommendations.engine import engine
from recommendations.enums import NoText

_KINDS = ("expertise", "facility", "need")
# Of several entries of a person, the one that is nearest to being matched.
_NEAREST = (
    OfferState.PUBLISHED,
    OfferState.SUBMITTED,
    OfferState.RETURNED,
    OfferState.DRAFT,
    OfferState.ARCHIVED,
)


@dataclass(frozen=True)
class Unmatched:
    """A person, an entry or a need that can never match, and why.

    ``entry`` is the one that a person has after all, where there is one.
    """

    thing: Researcher | Expertise | Facility | Need
    why: NoText
    entry: Expertise | None = None


def unmatched() -> list[Unmatched]:
    """Return what can never match, people first.

    A person cannot without a published entry that says something; an entry and an open
    need cannot if they have no word that tells them from others: the measure by which
    the matcher falls silent. People whom the public is not shown are left out.
    """
    bare = engine().current().bare(kinds=_KINDS)
    why = {ident: NoText(reason) for (_, ident), reason in bare.items()}
    people = _people(why)
    told = {row.entry.pk for row in people if row.entry is not None}
    entries = Expertise.objects.filter(public_id__in=why).exclude(pk__in=told)
    facilities = Facility.objects.filter(public_id__in=why)
    needs = Need.objects.filter(public_id__in=why)
    things: list[Expertise | Facility | Need] = [
        *entries.select_related("organisation").order_by("pk"),
        *facilities.select_related("organisation").order_by("pk"),
        *needs.order_by("pk"),
    ]
    return [*people, *(Unmatched(thing, why[thing.public_id]) for thing in things)]


def _people(why: dict[str, NoText]) -> list[Unmatched]:
    telling = Expertise.objects.filter(
        ~Q(public_id__in=why), researcher=OuterRef("pk"), state=OfferState.PUBLISHED
    )
    people = Researcher.objects.listed().filter(~Exists(telling))
    rows = []
    for person in people.prefetch_related("expertise", "affiliations__organisation"):
        entries = sorted(
            person.expertise.all(), key=lambda row: _NEAREST.index(row.state)
        )
        entry = entries[0] if entries else None
        rows.append(Unmatched(person, _why(entry, why), entry))
    return rows


def _why(entry: Expertise | None, why: dict[str, NoText]) -> NoText:
    if entry is None:
        return NoText.NO_ENTRY
    if entry.state == OfferState.PUBLISHED:
        return why[entry.public_id]
    return NoText(entry.state)
