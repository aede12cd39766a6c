"""A pairing's evidence, prepared for reading: why one thing may answer another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from design.formatting import with_marks

TERMS_SHOWN = 8
LEAST_BAR = 10
"""A shorter bar, of 100, is that of an affix or a word that fits anything."""
PAIRS_SHOWN = 3

BANDS = {
    "strong": pgettext_lazy("band", "Strongly related"),
    "related": pgettext_lazy("band", "Related"),
    "partly": pgettext_lazy("band", "Partly related"),
}

FIELDS = {
    "title": pgettext_lazy("part of an entry", "Title"),
    "summary": pgettext_lazy("part of an entry", "Summary"),
    "background": pgettext_lazy("part of an entry", "Background"),
    "wanted": pgettext_lazy("part of an entry", "What is wanted"),
    "conditions": pgettext_lazy("part of an entry", "Conditions"),
    "body": pgettext_lazy("part of an entry", "Description"),
    "uses": pgettext_lazy("part of an entry", "Uses"),
    "keywords": pgettext_lazy("part of an entry", "Keywords"),
}


# Neither these two nor what holds them says in a log what somebody typed.
@dataclass(frozen=True, repr=False)
class Passage:
    """One side's sentence, escaped and marked, with where it stands."""

    html: SafeString
    lang: str
    part: str


@dataclass(frozen=True)
class Pair:
    """Two sentences that speak of the same thing."""

    left: Passage
    right: Passage
    share: str


@dataclass(frozen=True, repr=False)
class Term:
    """A shared term; ``bar`` is its length from 1 to 100."""

    term: str
    lang: str
    bar: int
    share: str


@dataclass(frozen=True)
class EvidenceView:
    """What the evidence component shows.

    ``leading_terms`` are the weightiest in the reader's language, as many as fit
    without a list, and none that weighs next to nothing beside the first; ``terms``
    are all, whose figures add up to the score.
    """

    band: str
    band_label: str
    score: str
    pairs: tuple[Pair, ...]
    leading_terms: tuple[Term, ...]
    terms: tuple[Term, ...]


def view_of(evidence: Mapping[str, Any], reads: str = "") -> EvidenceView:
    """Prepare the evidence of one pairing.

    Args:
        evidence: the matcher's JSON, the same as in the API: score (0 to 1), band,
            terms with their shares of the score, pairs of sentences with the
            shared words' positions in code points. Missing parts count as empty.
        reads: the language of the reader, ``ja`` or ``en``. Sentences and words in
            it are shown; where there are none, those that there are.
    """
    terms = sorted(evidence.get("terms", ()), key=lambda t: -t["share"])
    pairs = evidence.get("evidence", ())
    pairs = [p for p in pairs if _lang(p["right"]) == reads] or pairs
    leading = [t for t in terms if _lang(t) == reads] or terms
    band = evidence.get("band", "")
    return EvidenceView(
        band=band if band in BANDS else "",
        band_label=str(BANDS.get(band, "")),
        score=_number(evidence.get("score", 0)),
        pairs=tuple(
            Pair(_passage(p["left"]), _passage(p["right"]), _number(p.get("share", 0)))
            for p in pairs[:PAIRS_SHOWN]
        ),
        leading_terms=tuple(
            term for term in _terms(leading[:TERMS_SHOWN]) if term.bar >= LEAST_BAR
        ),
        terms=_terms(terms),
    )


def _terms(terms: Sequence[Mapping[str, Any]]) -> tuple[Term, ...]:
    """Terms whose bars are measured against the first."""
    largest = terms[0]["share"] if terms else 0
    return tuple(
        Term(
            term=t["term"],
            lang=_lang(t),
            bar=max(1, round(100 * t["share"] / largest)) if largest > 0 else 1,
            share=_number(t["share"]),
        )
        for t in terms
    )


def _passage(side: Mapping[str, Any]) -> Passage:
    field = str(side.get("field", ""))
    name, _sep, suffix = field.rpartition("_")
    label = FIELDS.get(field) or (FIELDS.get(name) if len(suffix) == 2 else None)
    return Passage(
        html=with_marks(side["sentence"], side.get("marks", ())),
        lang=_lang(side),
        part=str(label or ""),
    )


def _lang(part: Mapping[str, Any]) -> str:
    return str(part.get("lang", ""))


def _number(value: float) -> str:
    return f"{value:.3f}"
