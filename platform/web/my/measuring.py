"""What the form for a need says, on request, of the text as it stands."""

from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from accounts.models import User
from catalogue.models import Need
from matching.analysis import language_of
from matching.details import Question
from recommendations.meter import COUNTED, measure
from web.lists import items
from web.my.forms.needs import TEXTS, NeedForm
from web.wording import HINTS, hints, silence

NAMED = 3
EXAMPLES = 4


def measured(form: NeedForm, user: User) -> dict[str, Any]:
    """Return how many could answer, who comes first, and what would tell them apart.

    Args:
        form: filled in and checked; a box that is wrong counts as empty.
        user: who writes.
    """
    given = form.cleaned_data
    texts = {f"{name}_{lang}": "" for name in TEXTS for lang in ("ja", "en")}
    texts = {name: given.get(name, "") for name in texts}
    house = form.need.organisation if form.need else given.get("organisation")
    need = Need(
        organisation=house or form.fields["organisation"].queryset.first(),
        created_by=user,
        anonymous=given.get("anonymous", False),
        competitors=given.get("competitors", ""),
        deadline=given.get("deadline"),
        **texts,
    )
    meter = measure(need, reader=user)
    count = len(meter.found)
    return {
        "count": count,
        "told": _told(count),
        "full": _full(meter.full),
        "first": items.expertise_briefly(meter.found[:NAMED]),
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
