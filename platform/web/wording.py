"""The matcher's silence in words: why nothing is proposed, and what would help."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matching import Silence

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
