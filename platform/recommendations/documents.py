"""The catalogue as the matcher reads it.

Only texts that every reader of a match may see go in: names, conditions of contact
and notes for the secretariat stay out, so no evidence can ever quote them; and so does
a whole field that would tell who posts an anonymous need.

Of a text that is longer than the matcher takes only the beginning is read. No form lets
one through, but a row that has one must not keep everybody from an answer.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet

from catalogue.enums import NeedState, OfferState, OutcomeState
from catalogue.models import Expertise, Facility, Need, Outcome
from catalogue.selectors.anonymity import tells_poster
from matching import Document, Field
from matching.documents import MAX_LENGTH
from recommendations.digests import EXPERTISE_FIELDS, NEED_FIELDS

MATCHED_NEEDS = (NeedState.OPEN, NeedState.IN_DIALOGUE)
FACILITY_FIELDS = ("title", "summary", "body", "keywords")
OUTCOME_FIELDS = ("title", "summary", "challenge", "approach", "result")


def need_document(need: Need) -> Document:
    """Return a need as the matcher reads it, without what tells a withheld poster."""
    return _document(need, NEED_FIELDS, tells_poster(need))


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

# What a row is read along with; of a need, what would tell its poster.
RELATED = {
    "need": ("organisation__sites", "organisation__memberships__user", "created_by")
}
# kind → its model, which rows are matched, and how a row is read.
PROJECTIONS: dict[str, Projection] = {
    "need": (Need, {"state__in": MATCHED_NEEDS}, need_document),
    "expertise": (Expertise, {"state": OfferState.PUBLISHED}, expertise_document),
    "facility": (Facility, {"state": OfferState.PUBLISHED}, facility_document),
    "outcome": (Outcome, {"state": OutcomeState.PUBLISHED}, outcome_document),
}


def all_documents() -> Iterable[Document]:
    """Return everything that is matched."""
    for kind, (_model, _rule, read) in PROJECTIONS.items():
        rows = _matched(kind).order_by("pk")
        yield from (read(row) for row in rows.iterator(chunk_size=500))


def documents_of(kind: str, public_ids: Iterable[str]) -> dict[str, Document]:
    """Return those of the named things that are matched now, by public id."""
    _model, _rule, read = PROJECTIONS[kind]
    rows = _matched(kind).filter(public_id__in=list(public_ids))
    return {document.id: document for document in map(read, rows)}


def _matched(kind: str) -> QuerySet[Any]:
    model, rule, _read = PROJECTIONS[kind]
    rows = model._default_manager.filter(**rule)
    return rows.prefetch_related(*RELATED.get(kind, ()))


def _document(
    thing: Any,
    names: tuple[str, ...],
    left_out: Callable[[str], bool] = lambda text: False,
) -> Document:
    fields = []
    for name in names:
        for lang in ("ja", "en"):
            value = getattr(thing, f"{name}_{lang}")
            texts = value if isinstance(value, list) else [value]
            # Looked at whole: half a name at the cut would tell as much.
            fields += [
                Field(name, lang, text[:MAX_LENGTH])
                for text in texts
                if text and not left_out(text)
            ]
    return Document(thing.public_id, thing._meta.model_name, tuple(fields))
