"""Ways on for whoever found nothing, or only what comes near."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from accounts.models import User
from indexing.selectors import Chosen, Findings, fewer, meant, search
from recommendations.selectors import answer
from web.lists.asked import Asked
from web.lists.items import Item, expertise_briefly

MOST_CONDITIONS = 6
NEAREST = 3
# Whoever writes so much, or a whole sentence, describes something.
LONG = 40
SENTENCE_ENDS = ("。", "．", "！", "？", "ます", "です", "ません", "ください")


@dataclass(frozen=True)
class Help:
    """What is offered.

    Args:
        meant: what may have been meant, with its address: {label, url}.
        words: words to leave out: {label, url, count}.
        conditions: chosen values to leave out: {label, url, count}.
        nearest: expertise that is near by its meaning and not on the page, as items.
        sentence: whether the text should rather be compared as a whole.
        ask: whether to offer the secretariat's telephone and e-mail.
    """

    meant: dict[str, Any] | None = None
    words: Sequence[dict[str, Any]] = ()
    conditions: Sequence[dict[str, Any]] = ()
    nearest: Sequence[Item] = ()
    sentence: bool = False
    ask: bool = False


def help_with(
    asked: Asked,
    *,
    kinds: Sequence[str],
    filters: Chosen,
    chips: Sequence[Mapping[str, Any]],
    findings: Findings,
    reader: User | None,
) -> Help:
    """Return what helps on, asked of index and matcher as the reader.

    Args:
        asked: the question, as the address has it.
        kinds: the kinds that were searched.
        filters: the chosen values that exist.
        chips: the chosen conditions: {name, value, group, label, remove_url}.
        findings: what was found.
        reader: whose eyes; ``None`` for the public.
    """
    total, relaxed = findings.total, findings.understood.relaxed
    if not asked.q or (total and not relaxed):
        return Help(
            sentence=bool(asked.q) and is_sentence(asked.whole),
            ask=bool(chips) and not total,
        )
    better = meant(asked.q, reader=reader, synonyms=asked.synonyms)
    left_out = fewer(
        asked.q,
        kinds=kinds,
        filters=filters,
        reader=reader,
        synonyms=asked.synonyms,
    )
    return Help(
        meant={"label": better, "url": _with_words(asked, better)} if better else None,
        words=[
            {"label": one.dropped, "url": _with_words(asked, one.text)}
            | {"count": one.total}
            for one in left_out
        ],
        conditions=[] if total else _conditions(asked, kinds, filters, chips, reader),
        nearest=_nearest(asked.q, findings, reader) if asked.page == 1 else [],
        sentence=is_sentence(asked.whole),
        ask=True,
    )


def is_sentence(text: str) -> bool:
    """Return whether a text describes something rather than naming it."""
    return len(text) >= LONG or text.rstrip().endswith(SENTENCE_ENDS)


def _with_words(asked: Asked, text: str) -> str:
    return replace(asked, q=text, page=1).address()


def _conditions(
    asked: Asked,
    kinds: Sequence[str],
    filters: Chosen,
    chips: Sequence[Mapping[str, Any]],
    reader: User | None,
) -> list[dict[str, Any]]:
    found = []
    # Without a value of its own a condition is not among the filters: a kind.
    narrowing = [c for c in chips if c["value"] in filters.get(c["name"], ())]
    for chip in narrowing[:MOST_CONDITIONS]:
        left = {
            name: [v for v in values if (name, v) != (chip["name"], chip["value"])]
            for name, values in filters.items()
        }
        rest = search(
            asked.q,
            kinds=kinds,
            filters=left,
            size=0,
            reader=reader,
            synonyms=asked.synonyms,
        )
        if rest.total:
            found.append(
                {"label": chip["label"], "url": chip["remove_url"]}
                | {"count": rest.total}
            )
    return found


def _nearest(text: str, findings: Findings, reader: User | None) -> list[Item]:
    shown = [one.thing for one in findings.found]
    near = [one.thing for one in answer(text, limit=NEAREST, reader=reader).found]
    return expertise_briefly([thing for thing in near if thing not in shown])
