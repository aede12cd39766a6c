"""The catalogue as the matcher reads it.

Only texts that every reader of a match may see go in: names, conditions of contact
and notes for the secretariat stay out, so no evidence can ever quote them.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model

from catalogue.enums import NeedState, OfferState, OutcomeState
from catalogue.models import Expertise, Facility, Need, Outcome
from matching import Document, Field
from recommendations.digests import EXPERTISE_FIELDS, NEED_FIELDS

MATCHED_NEEDS = (NeedState.OPEN, NeedState.IN_DIALOGUE)
FACILITY_FIELDS = ("title", "summary", "body", "keywords")
OUTCOME_FIELDS = ("title", "summary", "challenge", "approach", "result")


def need_document(need: Need) -> Document:
    """Return a need as the matcher reads it."""
    return _document(need, NEED_FIELDS)


def expertise_document(expertise: Expertise) -> Document:
    """Return an expertise as the matcher reads it."""
    return _document(expertise, EXPERTISE_FIELDS)


def facility_document(facility: Facility) -> Document:
    """Return a facility as the matcher reads it."""
    return _document(facility, FACILITY_FIELDS)


def outcome_document(outcome: Outcome) -> Document:
    """Return a result as the matcher reads it."""
    return _document(outcome, OUTCOME_FIELDS)


Projection = tuple[type[Model], dict[str, Any], Callable[[Any], Document]]

# kind → its model, which rows are matched, and how a row is read.
PROJECTIONS: dict[str, Projection] = {
    "need": (Need, {"state__in": MATCHED_NEEDS}, need_document),
    "expertise": (Expertise, {"state": OfferState.PUBLISHED}, expertise_document),
    "facility": (Facility, {"state": OfferState.PUBLISHED}, facility_document),
    "outcome": (Outcome, {"state": OutcomeState.PUBLISHED}, outcome_document),
}


def all_documents() -> Iterable[Document]:
    """Return everything that is matched."""
    for model, rule, read in PROJECTIONS.values():
        rows = model._default_manager.filter(**rule).order_by("pk")
        yield from (read(row) for row in rows.iterator(chunk_size=500))


def documents_of(kind: str, public_ids: Iterable[str]) -> dict[str, Document]:
    """Return those of the named things that are matched now, by public id."""
    model, rule, read = PROJECTIONS[kind]
    rows = model._default_manager.filter(public_id__in=list(public_ids), **rule)
    return {document.id: document for document in map(read, rows)}


def _document(thing: Any, names: tuple[str, ...]) -> Document:
    fields = []
    for name in names:
        for lang in ("ja", "en"):
            value = getattr(thing, f"{name}_{lang}")
            texts = value if isinstance(value, list) else [value]
            fields += [Field(name, lang, text) for text in texts if text]
    return Document(thing.public_id, thing._meta.model_name, tuple(fields))
