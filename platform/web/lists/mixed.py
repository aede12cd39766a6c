"""Things of every kind in one list, each in brief: without its themes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts.models import Organisation, User
from catalogue.models import Expertise, Facility, Need, Outcome, Researcher
from cms.models import NewsPage
from design.localized import LocalizedText
from web.lists import items
from web.lists.items import Item, Items

# Of every model: what one of it is called, and how it becomes an item.
MAKERS: Mapping[type[Any], tuple[str | Promise, Items]] = {
    Need: (_("Need"), items.needs_briefly),
    Expertise: (_("Expertise"), lambda rows, _reader: items.expertise_briefly(rows)),
    Researcher: (_("Researcher"), items.researchers),
    Organisation: (_("Organisation"), items.organisations),
    Facility: (_("Facility"), lambda rows, _reader: items.facilities_briefly(rows)),
    Outcome: (_("Result"), lambda rows, _reader: items.outcomes_briefly(rows)),
}


def mixed(rows: Sequence[Any], reader: User | None) -> list[Item]:
    """Return things of any kind as items in their order, each with its kind."""
    by_model: dict[type[Any], list[Any]] = defaultdict(list)
    for row in rows:
        by_model[Page if isinstance(row, Page) else type(row)].append(row)
    made: dict[tuple[type[Any], int], Item] = {}
    for model, group in by_model.items():
        shown = pages(group) if model is Page else _named(model, group, reader)
        made |= {(model, row.pk): item for row, item in zip(group, shown, strict=True)}
    return [made[Page if isinstance(row, Page) else type(row), row.pk] for row in rows]


def pages(rows: Sequence[Page]) -> list[Item]:
    """Return editable pages as items, news by that name."""
    return [
        {
            "url": row.url,
            "title": _titled(row),
            "kind": gettext("News")
            if row.specific_class is NewsPage
            else gettext("Page"),
            "line": row.search_description,
        }
        for row in rows
    ]


def _named(model: type[Any], rows: Sequence[Any], reader: User | None) -> list[Item]:
    word, make = MAKERS[model]
    made = make(rows, reader)
    return [
        item | {"kind": gettext(": ").join(filter(None, (str(word), item.get("kind"))))}
        for item in made
    ]


def _titled(page: Page) -> LocalizedText:
    source = page.alias_of if page.alias_of_id else page
    lang = source.locale.language_code
    return LocalizedText(page.title, lang, fallback=lang != get_language())
