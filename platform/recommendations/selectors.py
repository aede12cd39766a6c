"""Reads: who could answer a text, and what was proposed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from accounts.models import User
from catalogue.enums import OfferState
from catalogue.models import Expertise, Need
from catalogue.selectors.people import (
    barred_facilities,
    barred_outcomes,
    conflicts_with,
    has_room,
)
from catalogue.selectors.visibility import (
    visible_expertise,
    visible_facilities,
    visible_needs,
    visible_outcomes,
)
from matching import Document, Match, Matcher, Silence, WhyNot
from recommendations.documents import (
    MATCHED_NEEDS,
    expertise_document,
    need_document,
)
from recommendations.engine import engine
from recommendations.models import Pairing, PairingQuerySet
from recommendations.quoting import Quoting

VISIBLE = {
    "need": visible_needs,
    "expertise": visible_expertise,
    "facility": visible_facilities,
    "outcome": visible_outcomes,
}
RELATED = {
    "need": ("organisation", "municipality", "industry"),
    "expertise": ("organisation", "researcher"),
    "facility": ("organisation",),
    "outcome": ("need", "municipality"),
}


@dataclass(frozen=True)
class Found:
    """One thing that answers, with the match that says why."""

    thing: Any
    match: Match


@dataclass(frozen=True)
class Answered:
    """What was found, best first; or the silence that says why nothing was.

    ``version`` is that of the matcher that answered, its dictionary included.
    """

    found: list[Found]
    silence: Silence | None
    version: str


def answer(
    query: str | Document,
    *,
    kinds: Sequence[str] = ("expertise",),
    limit: int = 10,
    reader: User | None = None,
) -> Answered:
    """Find what answers a text, among what ``reader`` may see.

    The text is neither kept nor logged.

    Args:
        query: a text of at most 50,000 code points, or a catalogue document.
        kinds: any of ``need``, ``expertise``, ``facility``, ``outcome``.
        limit: how many at most.
        reader: whose eyes; ``None`` for the public.

    Raises:
        matching.TextTooLong: the text is longer.
    """
    return _answer(engine().current(), query, kinds, limit, reader)


def _answer(
    matcher: Matcher,
    query: str | Document,
    kinds: Sequence[str],
    limit: int,
    reader: User | None,
    hidden: Sequence[tuple[str, str]] = (),
) -> Answered:
    if "need" in kinds:
        seen = visible_needs(reader).values("pk")
        others = Need.objects.exclude(pk__in=seen).values_list("public_id", flat=True)
        hidden = [*hidden, *(("need", ident) for ident in others)]
    result = matcher.match(query, kinds=kinds, limit=limit, exclude=hidden)
    things = _things([(m.kind, m.id) for m in result.matches], reader)
    quoting = Quoting()
    found = [
        Found(things[m.kind, m.id], _quotable(m, things[m.kind, m.id], quoting))
        for m in result.matches
        if (m.kind, m.id) in things
    ]
    return Answered(found, result.silence, matcher.version)


def candidates(need: Need) -> PairingQuerySet:
    """Return a need's pairings, decided ones too, best first."""
    return (
        Pairing.objects.filter(need=need)
        .select_related("need", "expertise__organisation", "expertise__researcher")
        .prefetch_related("expertise__researcher__affiliations")
        .best_first()
    )


def suggestions_for(expertise: Expertise, *, reader: User, limit: int = 10) -> Answered:
    """Return the needs that an expertise could answer, as ``reader`` may see them.

    Needs whose poster has a conflict of interest with the offer are left out.
    """
    document = expertise_document(expertise)
    # Twice as many, so that those with a conflict of interest leave no gap.
    answered = answer(document, kinds=["need"], limit=2 * limit, reader=reader)
    free = [f for f in answered.found if not conflicts_with(expertise, f.thing)]
    return replace(answered, found=free[:limit])


def beside(need: Need, *, reader: User, limit: int = 3) -> dict[str, list[Found]]:
    """Return the facilities and results nearest to an open need, by kind.

    By the same floor as candidates; kinds of which nothing reaches it are left out,
    and so is what is the poster's own or a named competitor's.
    """
    if need.state not in MATCHED_NEEDS:
        return {}
    # Once for both kinds: being up to date takes a question to the database.
    matcher, document = engine().current(), need_document(need)
    kept = {}
    for kind, barred in (
        ("facility", barred_facilities(need)),
        ("outcome", barred_outcomes(need)),
    ):
        hidden = [(kind, ident) for ident in barred.values_list("public_id", flat=True)]
        found = _answer(matcher, document, [kind], limit, reader, hidden).found
        if found:
            kept[kind] = found
    return kept


def _quotable(match: Match, thing: Any, quoting: Quoting) -> Match:
    # The index may have read a need before its poster entered what it tells now.
    if not isinstance(thing, Need):
        return match
    return replace(match, evidence=quoting.fresh(match.evidence, thing))


def _things(
    keys: list[tuple[str, str]], reader: User | None
) -> dict[tuple[str, str], Any]:
    things = {}
    for kind in {kind for kind, _ in keys}:
        idents = [ident for k, ident in keys if k == kind]
        rows = VISIBLE[kind](reader).filter(public_id__in=idents)
        for row in rows.select_related(*RELATED[kind]).distinct():
            things[kind, row.public_id] = row
    return things


@dataclass(frozen=True)
class NotProposed:
    """Why an expertise is not among a need's candidates.

    ``proposed`` says that it is after all; then, in this order, what keeps it out
    whatever its words are; ``why`` is how the words compare, ``None`` where one of
    the two is not matched now.
    """

    proposed: bool
    need_not_open: bool
    unpublished: bool
    conflict: bool
    no_room: bool
    why: WhyNot | None


def why_not(need: Need, expertise: Expertise) -> NotProposed:
    """Say why an expertise that somebody expected is not proposed for a need."""
    matcher = engine().current()
    matched = ("expertise", expertise.public_id) in matcher
    return NotProposed(
        proposed=Pairing.objects.filter(need=need, expertise=expertise).exists(),
        need_not_open=need.state not in MATCHED_NEEDS,
        unpublished=expertise.state != OfferState.PUBLISHED,
        conflict=conflicts_with(expertise, need),
        no_room=expertise.researcher is not None and not has_room(expertise.researcher),
        why=matcher.why_not(need_document(need), "expertise", expertise.public_id)
        if matched
        else None,
    )
