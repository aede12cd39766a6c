"""What the matcher says of a text, in words: how far it leads, why to nobody."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from matching import Silence
from matching.analysis import language_of
from matching.details import Question
from recommendations.meter import COUNTED, Meter

EXAMPLES = 4

REASONS: dict[str, str | Promise] = {
    "empty": _("There is no word in the box yet that could be compared."),
    "too_short": _(
        "This is too short to tell your matter from others. One or two sentences "
        "more are enough."
    ),
    "no_known_words": _(
        "None of these words appears in what is registered so far. Perhaps there is "
        "another word for it, or nobody here has registered such work yet."
    ),
    "nothing_above_floor": _(
        "Some words are shared, but not enough to propose anyone in good faith."
    ),
}
HINTS: dict[str, str | Promise] = {
    "material": _("What it is about: the material, product, plant, place or people"),
    "process": _("What you do with it, and at which step the trouble begins"),
    "quantity": _("How much, how many, how often"),
    "deadline": _("By when you would like it to be better"),
    "place": _("Where it happens: in a field, on a line, at a counter, on the road"),
}


def silence(found: Silence) -> str | Promise:
    """Return why nothing is proposed."""
    return REASONS[found.reason]


def hints(found: Silence) -> list[str | Promise]:
    """Return what the text leaves out and would help."""
    return [HINTS[detail] for detail in found.hints or HINTS]


def meter_in_words(meter: Meter) -> dict[str, Any]:
    """Return how many could answer, what would tell them apart, or why nobody could.

    Returns:
        ``count``; ``told`` and ``full``, sentences about it; ``questions``, each with
        its ``hint`` and ``examples`` in the reader's language; ``silence``; ``hints``.
    """
    count = len(meter.found)
    return {
        "count": count,
        "told": _told(count),
        "full": _full(meter.full),
        "questions": [
            {"hint": HINTS[question.detail], "examples": _examples(question)}
            for question in meter.questions
        ],
        "silence": silence(meter.silence) if meter.silence else "",
        "hints": hints(meter.silence) if meter.silence else [],
    }


def _examples(question: Question) -> list[str]:
    """Those in the reader's language."""
    reads = get_language()
    return [word for word in question.examples if language_of(word) == reads][:EXAMPLES]


def _told(count: int) -> str:
    if count >= COUNTED:
        return gettext("%(count)s entries or more come near enough to be proposed.") % {
            "count": count
        }
    return ngettext(
        "%(count)s entry comes near enough to be proposed.",
        "%(count)s entries come near enough to be proposed.",
        count,
    ) % {"count": count}


def _full(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "For %(count)s of them there is no room for another request at present.",
        "For %(count)s of them there is no room for another request at present.",
        count,
    ) % {"count": count}
