"""Pairings as the matcher would have written them, and matching events."""

import copy
from collections.abc import Iterable
from datetime import date, time
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from catalogue.enums import NeedState
from catalogue.models import Need
from lifecycle import jobs
from matching.learning import LEAST_NEEDS
from recommendations.actions.decisions import dismiss, shortlist
from recommendations.actions.events import keep_event, plan_event
from recommendations.digests import text_digest
from recommendations.enums import DismissReason, PairingState
from recommendations.models import MatchingEvent, Pairing
from tests.factories.catalogue import ExpertiseFactory, NeedFactory

EVIDENCE: dict[str, Any] = {
    "score": 0.31,
    "band": "strong",
    "terms": [{"term": "選別", "share": 0.2}, {"term": "折れ", "share": 0.11}],
    "evidence": [
        {
            "left": {
                "field": "wanted",
                "lang": "ja",
                "sentence": "折れたものだけでも機械で除きたい。",
                "marks": [[0, 2]],
            },
            "right": {
                "field": "summary",
                "lang": "ja",
                "sentence": "カメラの画像から、折れや割れのある食品を見分けます。",
                "marks": [[9, 11]],
            },
            "share": 0.11,
        }
    ],
}


class PairingFactory(DjangoModelFactory):
    """A suggestion; ``shortlisted=True`` for one that was chosen."""

    class Meta:
        model = Pairing

    class Params:
        shortlisted = factory.Trait(state=PairingState.SHORTLISTED)

    need = factory.SubFactory(NeedFactory)
    expertise = factory.SubFactory(ExpertiseFactory)
    score = 0.31
    band = "strong"
    rank = 1
    matcher_version = "1"
    evidence = factory.LazyFunction(lambda: EVIDENCE)
    need_digest = factory.LazyAttribute(lambda pairing: text_digest(pairing.need))
    expertise_digest = factory.LazyAttribute(
        lambda pairing: text_digest(pairing.expertise)
    )


def quoting(field: str) -> dict[str, Any]:
    """Evidence whose sentence stands in that field of the offer."""
    evidence = copy.deepcopy(EVIDENCE)
    evidence["evidence"][0]["right"]["field"] = field
    return evidence


def decide(
    by: User,
    needs: int = LEAST_NEEDS,
    reason: str = DismissReason.OFF_TOPIC,
    good: str = "body",
) -> None:
    """Of every need the candidate with the description is chosen, not the title's."""
    bad = "title" if good == "body" else "body"
    one, other = ExpertiseFactory(), ExpertiseFactory()
    for _ in range(needs):
        need = NeedFactory(state=NeedState.SETTLED)
        shortlist(
            PairingFactory(need=need, expertise=one, evidence=quoting(good)), by=by
        )
        dismiss(
            PairingFactory(need=need, expertise=other, evidence=quoting(bad)),
            by=by,
            reason=reason,
        )


def event_of(by: User, needs: Iterable[Need], **fields: Any) -> MatchingEvent:
    """Enter an event of an afternoon with these needs."""
    given = {
        "title": "秋のマッチング会",
        "on": date(2026, 12, 10),
        "starts_at": time(13, 0),
        "minutes": 30,
        "slots": 4,
        "rooms": 2,
        "at_least": 1,
        "at_most": 2,
        "per_person": 2,
    }
    return keep_event(MatchingEvent(), by=by, needs=needs, **(given | fields))


def planned(event: MatchingEvent, by: User) -> MatchingEvent:
    """Have an event planned, to the end of the job."""
    plan_event(event, by=by)
    jobs.drain()
    event.refresh_from_db()
    return event
