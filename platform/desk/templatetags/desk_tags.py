"""Tags of the desk's templates."""

from datetime import date, datetime
from typing import Any

from django import template
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from design.formatting import long_date
from design.templatetags.design_tags import localized

register = template.Library()

_PUBLIC = {
    "expertise": "web:expertise",
    "facility": "web:facility",
    "need": "web:need",
    "outcome": "web:outcome",
}


@register.filter
def text_of(thing: Any, field: str) -> Any:
    """Return a text of a thing in the reader's language, else in the other one."""
    return thing.localized(field)


@register.simple_tag
def desk_cell(value: Any) -> SafeString:
    """Render a cell: days as people write them, everything else as it is."""
    if isinstance(value, date | datetime):
        return format_html(
            '<time datetime="{}">{}</time>', value.isoformat(), long_date(value)
        )
    return format_html("{}", value)


@register.simple_tag
def public_link(thing: Model) -> SafeString:
    """Link a thing's title to its public page, in a new tab."""
    name = _PUBLIC[str(thing._meta.model_name)]
    url = reverse(name, args=[getattr(thing, "public_id", "")])
    text = localized(thing, "title")
    return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', url, text)


@register.filter
def verbose_names(model: type[Model]) -> str:
    """Return what several rows of a model are called."""
    return str(model._meta.verbose_name_plural)
