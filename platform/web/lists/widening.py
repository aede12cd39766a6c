"""What the dictionary added to a search, and the ways to do without it and back.

Shown by ``web/parts/widened.html`` and, once chosen, as one of the conditions.
"""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext, ngettext

from search.engine import Understanding
from web.lists.asked import Asked

MOST_SENTENCES = 5


def widened(asked: Asked, understood: Understanding) -> dict[str, Any] | None:
    """Return sentences that say what was added, and the address that undoes it."""
    if not understood.added:
        return None
    sentences = [_sentence(*added) for added in understood.added[:MOST_SENTENCES]]
    if more := len(understood.added) - len(sentences):
        sentences.append(
            ngettext(
                "So was %(count)s further word.",
                "So were %(count)s further words.",
                more,
            )
            % {"count": more}
        )
    return {
        "sentences": sentences,
        "undo_url": replace(asked, exact=True, page=1).address(),
    }


def exact_chips(asked: Asked) -> list[dict[str, Any]]:
    """Return the condition that only the words typed count, with the way back."""
    if not (asked.q and asked.exact):
        return []
    return [
        {
            "label": gettext("Only the words as typed"),
            "remove_url": replace(asked, exact=False, page=1).address(),
        }
    ]


def _sentence(word: str, terms: tuple[str, ...]) -> str:
    named = gettext(", ").join(gettext("“%(term)s”") % {"term": term} for term in terms)
    sentence = gettext("“%(word)s” was searched for together with %(terms)s.")
    return sentence % {"word": word, "terms": named}
