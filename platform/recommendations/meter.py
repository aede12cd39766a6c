"""While a need is written: who could answer it, and what would tell them apart."""

from dataclasses import dataclass

from accounts.models import User
from catalogue.models import Expertise, Need
from catalogue.selectors.people import barred_offers, full_researchers
from catalogue.selectors.visibility import visible_expertise
from matching import Document, Silence
from matching.details import Question, Stated, stated_details, telling_questions
from recommendations.documents import expertise_document, need_document
from recommendations.engine import engine

COUNTED = 50
"""More than so many are not counted."""
COMPARED = 20
"""Of so many, the best, it is asked what they say."""


@dataclass(frozen=True)
class Meter:
    """How far a text leads.

    ``found`` are the entries that come near enough to be proposed, best first, at most
    ``COUNTED``; of ``full`` of them the researcher takes no further request at present,
    which is not the text's fault and passes; ``questions`` are the details that the
    text leaves out and that would tell them apart, the most telling first; ``silence``
    says why nothing is found.
    """

    found: list[Expertise]
    full: int
    questions: tuple[Question, ...]
    silence: Silence | None


def measure(need: Need, *, reader: User) -> Meter:
    """Measure a need as it stands, which need not be saved; nothing is kept of it.

    Args:
        need: its texts, deadline, organisation and named competitors count; whoever
            has a conflict of interest with it is not found.
        reader: only what they may see is counted.
    """
    document = need_document(need)
    matcher = engine().current()
    barred = set(barred_offers(need).values_list("public_id", flat=True))
    best = matcher.best(document, kinds=["expertise"], limit=COUNTED + len(barred))
    scores = {ident: score for (_, ident), score in best if ident not in barred}
    rows = visible_expertise(reader).filter(public_id__in=scores)
    found = sorted(
        rows.select_related("organisation", "researcher").distinct(),
        key=lambda row: (-scores[row.public_id], row.public_id),
    )[:COUNTED]
    people = [row.researcher_id for row in found if row.researcher_id is not None]
    full = set(full_researchers().filter(pk__in=people).values_list("pk", flat=True))
    candidates = [
        (_stated(expertise_document(row)), scores[row.public_id])
        for row in found[:COMPARED]
    ]
    stated = dict(_stated(document))
    if need.deadline is not None:
        stated["deadline"] = frozenset(("deadline",))
    silence = None
    if not found:
        nearest = matcher.match(document, kinds=["expertise"], limit=1)
        silence = nearest.silence or Silence("nothing_above_floor", ())
    return Meter(
        found=found,
        full=sum(row.researcher_id in full for row in found),
        questions=telling_questions(stated, candidates),
        silence=silence,
    )


def _stated(document: Document) -> Stated:
    return stated_details(field.text for field in document.fields)
