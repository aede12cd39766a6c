"""Where two texts say what a dictionary links: the word here, another word there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from matching.dictionary import Link
from matching.passages import Passage, Span, join


def asking(
    passages: Sequence[Passage], linked: Mapping[str, Link]
) -> Sequence[Passage]:
    """The sentences of a text that asks; each link has a place where its word is.

    `linked` gives the link of each feature that the dictionary added.
    """
    return _with_links(
        passages,
        {(place, link.name) for link in linked.values() for place in link.places},
    )


def answering(
    passages: Sequence[Passage], linked: Mapping[str, Link]
) -> Sequence[Passage]:
    """The sentences of a document; each link has a place where another word is."""
    return _with_links(passages, {(name, link.name) for name, link in linked.items()})


def _with_links(
    passages: Sequence[Passage], named: Iterable[tuple[str, str]]
) -> Sequence[Passage]:
    """Further places where features stand, as (feature, name of the place)."""
    names: dict[str, list[str]] = {}
    for feature, name in sorted(named):
        names.setdefault(feature, []).append(name)
    return [_with_places(passage, names) for passage in passages] if names else passages


def _with_places(passage: Passage, names: Mapping[str, Sequence[str]]) -> Passage:
    spans: dict[str, list[Span]] = {}
    for feature, start, end in passage.places:
        for name in names.get(feature, ()):
            spans.setdefault(name, []).append((start, end))
    if not spans:
        return passage
    # Compounds that share a word are one term: 食品廃棄, 廃棄物.
    added = [(name, *span) for name, places in spans.items() for span in join(places)]
    return replace(passage, places=[*passage.places, *added])
