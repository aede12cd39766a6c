"""What the form for a need says, on request, of the text as it stands."""

from typing import Any

from accounts.models import User
from catalogue.models import Need
from recommendations.meter import measure
from recommendations.wording import meter_in_words
from web.lists import items
from web.my.forms.needs import TEXTS, NeedForm

NAMED = 3


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
    return meter_in_words(meter) | {
        "first": items.expertise_briefly(meter.found[:NAMED])
    }
