"""Where two texts say what a dictionary links: the word here, another word there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from matching.analysis import Token
from matching.dictionary import Link
from matching.passages import AnalysedField, Span, join


def asking(
    fields: Sequence[AnalysedField], linked: Mapping[str, Link]
) -> Sequence[AnalysedField]:
    """The fields of a text that asks; each link is a token where its word is written.

    `linked` gives the link of each feature that the dictionary added.
    """
    return _with_links(
        fields,
        {(place, link.name) for link in linked.values() for place in link.places},
    )


def answering(
    fields: Sequence[AnalysedField], linked: Mapping[str, Link]
) -> Sequence[AnalysedField]:
    """The fields of a document; each link is a token where another word is written."""
    return _with_links(fields, {(name, link.name) for name, link in linked.items()})


def _with_links(
    fields: Sequence[AnalysedField], named: Iterable[tuple[str, str]]
) -> Sequence[AnalysedField]:
    """Further tokens where features stand, as (feature, name of the token)."""
    names: dict[str, list[str]] = {}
    for feature, name in sorted(named):
        names.setdefault(feature, []).append(name)
    return [_with_tokens(field, names) for field in fields] if names else fields


def _with_tokens(
    field: AnalysedField, names: Mapping[str, Sequence[str]]
) -> AnalysedField:
    spans: dict[tuple[str, int], list[Span]] = {}
    for token in field.analysis.tokens:
        for name in names.get(token.feature, ()):
            place = (token.start, token.end)
            spans.setdefault((name, token.sentence), []).append(place)
    if not spans:
        return field
    # Compounds that share a word are one term: 食品廃棄, 廃棄物.
    added = tuple(
        Token(name, start, end, sentence)
        for (name, sentence), places in spans.items()
        for start, end in join(places)
    )
    analysis = replace(field.analysis, tokens=(*field.analysis.tokens, *added))
    return field._replace(analysis=analysis)
