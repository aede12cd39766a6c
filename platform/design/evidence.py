"""A pairing's evidence, prepared for reading: why one thing may answer another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from design.formatting import with_marks

TERMS_SHOWN = 8

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
    """A shared term; ``bar`` is its length from 1 to 100, the first being 100."""

    term: str
    bar: int
    share: str


@dataclass(frozen=True)
class EvidenceView:
    """What the evidence component shows."""

    band: str
    band_label: str
    score: str
    pairs: tuple[Pair, ...]
    terms: tuple[Term, ...]

    @property
    def leading_terms(self) -> tuple[Term, ...]:
        """The terms with the largest shares, as many as fit without a list."""
        return self.terms[:TERMS_SHOWN]


def view_of(evidence: Mapping[str, Any]) -> EvidenceView:
    """Prepare the evidence of one pairing.

    Args:
        evidence: the matcher's JSON, the same as in the API: score (0 to 1), band,
            terms with their shares of the score, pairs of sentences with the
            shared words' positions in code points. Missing parts count as empty.
    """
    terms = sorted(evidence.get("terms", ()), key=lambda t: -t["share"])
    largest = terms[0]["share"] if terms else 0
    band = evidence.get("band", "")
    return EvidenceView(
        band=band if band in BANDS else "",
        band_label=str(BANDS.get(band, "")),
        score=_number(evidence.get("score", 0)),
        pairs=tuple(
            Pair(_passage(p["left"]), _passage(p["right"]), _number(p.get("share", 0)))
            for p in evidence.get("evidence", ())
        ),
        terms=tuple(
            Term(
                term=t["term"],
                bar=max(1, round(100 * t["share"] / largest)) if largest > 0 else 1,
                share=_number(t["share"]),
            )
            for t in terms
        ),
    )


def _passage(side: Mapping[str, Any]) -> Passage:
    field = str(side.get("field", ""))
    name, _sep, suffix = field.rpartition("_")
    label = FIELDS.get(field) or (FIELDS.get(name) if len(suffix) == 2 else None)
    return Passage(
        html=with_marks(side["sentence"], side.get("marks", ())),
        lang=str(side.get("lang", "")),
        part=str(label or ""),
    )


def _number(value: float) -> str:
    return f"{value:.3f}"
