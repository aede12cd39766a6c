"""Writing the matcher's proposals down as pairings."""

from collections import defaultdict

from django.db import transaction

from catalogue.models import Expertise, Need
from catalogue.selectors.people import barred_offers, full_researchers
from lifecycle import clock
from lifecycle.jobs import enqueue
from matching.learning import factor
from recommendations.digests import text_digest
from recommendations.documents import MATCHED_NEEDS, need_document
from recommendations.engine import engine
from recommendations.learning import weights_in_use
from recommendations.models import Pairing
from recommendations.reaching import is_among_best, needs_reached_by

BEST = 20


def refresh_for_need(need: Need) -> int:
    """Propose the best offers for a need anew; return how many are proposed.

    Decided pairings stay as they are. Offers with a conflict of interest, and of
    researchers who take no further request at present, are not proposed. A need that
    is not open has no proposals. Learned weights that are in use order those that are
    proposed; they bring in nobody else.

    Side effects: adds, rewrites and drops ``suggested`` pairings of this need.
    """
    if need.state not in MATCHED_NEEDS:
        Pairing.objects.suggested().filter(need=need).delete()
        return 0
    matcher = engine().current()
    result = matcher.match(
        need_document(need),
        kinds=["expertise"],
        limit=BEST,
        exclude=not_to_be_asked(need),
    )
    weights = weights_in_use()
    factors = {
        match.id: factor(weights, match.evidence.as_json()) for match in result.matches
    }
    matches = sorted(result.matches, key=lambda m: -m.score * factors[m.id])
    ids = list(factors)
    offers = {e.public_id: e for e in Expertise.objects.filter(public_id__in=ids)}
    with transaction.atomic():
        mine = Pairing.objects.select_for_update().filter(need=need)
        known = {p.expertise_id: p for p in mine}
        kept = []
        for rank, match in enumerate(matches, start=1):
            offer = offers.get(match.id)
            if offer is None:
                continue
            pairing = known.get(offer.pk) or Pairing(need=need, expertise=offer)
            kept.append(offer.pk)
            if pairing.pk and pairing.state != "suggested":
                continue
            pairing.score, pairing.band, pairing.rank = match.score, match.band, rank
            pairing.factor = factors[match.id]
            pairing.matcher_version = matcher.version
            pairing.evidence = match.evidence.as_json()
            pairing.need_digest = text_digest(need)
            pairing.expertise_digest = text_digest(offer)
            pairing.updated_at = clock.now()
            pairing.save()
        Pairing.objects.suggested().filter(need=need).exclude(
            expertise__in=kept
        ).delete()
    return len(kept)


def refresh_around(expertise: Expertise) -> int:
    """Have every need that an expertise concerns matched anew; return how many.

    Concerned are the needs it was proposed for, and those among whose best it is now.

    Side effects: queues a job for each of them.
    """
    index, own = engine().current().index, expertise.public_id
    reached = needs_reached_by(index, own)
    suggested = Pairing.objects.suggested()
    before = suggested.filter(expertise=expertise)
    found = set(before.values_list("need__public_id", flat=True))
    others: dict[str, list[str]] = defaultdict(list)
    rows = suggested.filter(need__public_id__in=reached).exclude(expertise=expertise)
    for ident, other in rows.values_list("need__public_id", "expertise__public_id"):
        others[ident].append(other)
    for ident in reached:
        known = others[ident]
        if len(known) < BEST or is_among_best(index, ident, own, known, BEST):
            found.add(ident)
    for ident in sorted(found):
        enqueue("recommendations.refresh", kind="need", object_id=ident)
    return len(found)


def refresh_all() -> int:
    """Have every open need matched anew; return how many.

    Side effects: queues a job for each of them.
    """
    needs = Need.objects.filter(state__in=MATCHED_NEEDS).order_by("pk")
    idents = list(needs.values_list("public_id", flat=True))
    for ident in idents:
        enqueue("recommendations.refresh", kind="need", object_id=ident)
    return len(idents)


def not_to_be_asked(need: Need) -> list[tuple[str, str]]:
    """Return the keys of the offers that are not proposed for a need, whatever fits."""
    full = Expertise.objects.filter(researcher__in=full_researchers().values("pk"))
    idents = set(barred_offers(need).values_list("public_id", flat=True))
    idents |= set(full.values_list("public_id", flat=True))
    return [("expertise", ident) for ident in sorted(idents)]
