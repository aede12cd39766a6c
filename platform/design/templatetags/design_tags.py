"""Tags and filters of the look: icons, dates, money, marked passages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, FileInput, PasswordInput
from django.template import Context
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.formats import number_format
from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from heroicons.templatetags.heroicons import (
    heroicon_micro,
    heroicon_mini,
    heroicon_outline,
    heroicon_solid,
)

from design import evidence as evidence_views
from design import formatting
from design.localized import LocalizedText

register = template.Library()

_KANJI_THEN_KATAKANA = re.compile("(?<=[\u3400-\u9fff])(?=[\u30a1-\u30fa])")

ICONS = {
    "outline": (heroicon_outline, 24),
    "solid": (heroicon_solid, 24),
    "mini": (heroicon_mini, 20),
    "micro": (heroicon_micro, 16),
}


@register.simple_tag
def icon(name: str, style: str = "outline") -> SafeString:
    """Draw an icon of the heroicons package; a text must stand beside it.

    Args:
        name: as on heroicons' list.
        style: outline, solid, mini or micro.

    Raises:
        heroicons.IconDoesNotExist: there is none of that name.
    """
    draw, size = ICONS[style]
    attributes = {"class": f"icon icon-{style}", "focusable": "false"}
    return SafeString(draw(name, size=size, **attributes))


@register.filter
def parts(name: str) -> SafeString:
    """Let a long Japanese name break where its kanji end and katakana begin.

    Without spaces a browser would break it in the middle of a word.
    """
    return SafeString(_KANJI_THEN_KATAKANA.sub("<wbr>", escape(name)))


@register.simple_block_tag
def captured(content: str) -> SafeString:
    """Keep the words inside, without tags, for use twice: ``{% captured as x %}``.

    The page's title and description stand in attributes, which hold no elements; a
    text in another language than the page brings one. What is escaped stays so.
    """
    return SafeString(strip_tags(content).strip())


@register.simple_tag
def localized(
    value: Any,
    field: str = "",
    note: bool = True,
    marks: Iterable[Sequence[int]] | None = None,
) -> SafeString:
    """Render a text with its language where that is not the page's own.

    Args:
        value: an object that offers ``localized(field)``; without a field its
            answer, or anything else that reads as a text.
        field: name of the field, without a language suffix.
        note: whether a fallback gets its note 「日本語のみ / Japanese only」.
        marks: half-open ranges to mark in the text.
    """
    text: Any = value.localized(field) if field else value
    if text is None:
        return SafeString("")
    if not isinstance(text, LocalizedText):
        return marked(str(text), marks)
    if not text.text or text.lang == get_language():
        return marked(text.text, marks)
    body = format_html('<span lang="{}">{}</span>', text.lang, marked(text.text, marks))
    if not (note and text.fallback):
        return body
    return format_html("{} {}", body, language_note(text.lang))


@register.simple_tag
def localized_paragraphs(value: LocalizedText | str | None) -> SafeString:
    """Render a long user text as paragraphs, in its own language."""
    if value is None or isinstance(value, str):
        return formatting.paragraphs(value or "")
    body = formatting.paragraphs(value.text)
    if not value.text or value.lang == get_language():
        return body
    note = language_note(value.lang) if value.fallback else ""
    return format_html('{}<div lang="{}">{}</div>', note, value.lang, body)


@register.simple_tag
def table_cell(cell: Any) -> SafeString:
    """Render a table's cell: a text, or a mapping with text and url."""
    if not isinstance(cell, Mapping):
        return localized(cell)
    text = localized(cell.get("text"))
    if cell.get("url"):
        return format_html('<a href="{}">{}</a>', cell["url"], text)
    return text


@register.simple_tag
def language_note(lang: str) -> SafeString:
    """Render the note beside a text that exists in one language only."""
    note = render_to_string("design/components/language_note.html", {"lang": lang})
    return SafeString(note.strip())


@register.simple_tag(takes_context=True)
def absolute_url(context: Context, path: str | None = None) -> str:
    """Return the full address of a path, or of this page without its query.

    Without a request (an error page) there is no host to name: empty.
    """
    request = context.get("request")
    if request is None:
        return ""
    return str(request.build_absolute_uri(path or request.path))


@register.simple_tag
def home_url() -> str:
    """Return the address of the home page in the active language."""
    language = get_language()
    prefix = get_script_prefix()
    if language in (None, settings.LANGUAGE_CODE):
        return prefix
    return f"{prefix}{language}/"


@register.filter
def jdate(value: date | datetime | None) -> str:
    """Render a date: 2026年11月23日（月） or 23 Nov 2026; nothing for none."""
    return formatting.long_date(value) if value else ""


@register.filter
def jmoment(value: datetime | None) -> str:
    """Render a date with its time of day; nothing for none."""
    return formatting.long_moment(value) if value else ""


@register.filter
def iso(value: date | datetime | None) -> str:
    """Render a date for the ``datetime`` attribute of ``<time>``."""
    return value.isoformat() if value else ""


@register.filter
def days_left(deadline: date | datetime | None, today: date | None = None) -> str:
    """Render how many days are left until the end of a day; nothing for none."""
    return formatting.until(deadline, today) if deadline else ""


@register.filter
def yen_range(low: int | None, high: int | None = None) -> str:
    """Render a budget range: ``{{ need.budget_min|yen_range:need.budget_max }}``."""
    return formatting.yen_between(low, high)


@register.filter
def marked(text: str, marks: Iterable[Sequence[int]] | None) -> SafeString:
    """Render escaped text with the given half-open ranges in ``<mark>``."""
    return formatting.with_marks(text, marks or ())


@register.filter
def plain_paragraphs(text: str | None) -> SafeString:
    """Render what a person typed as escaped paragraphs."""
    return formatting.paragraphs(text or "")


@register.filter
def evidence_view(evidence: dict[str, Any] | None) -> evidence_views.EvidenceView:
    """Prepare a pairing's evidence for its component, in the reader's language."""
    return evidence_views.view_of(evidence or {}, get_language() or "")


@register.filter
def grouped(number: int | float) -> str:
    """Render a number with separators: 64,110."""
    return str(number_format(number, force_grouping=True))


@register.filter
def page_numbers(page: Page[Any]) -> list[int]:
    """Return the numbers to show around a page; 0 stands for a gap."""
    wanted = page.paginator.get_elided_page_range(page.number, on_each_side=2)
    return [number if isinstance(number, int) else 0 for number in wanted]


@register.filter
def first_box(field: BoundField) -> str:
    """Return the id to which a link in the error summary leads."""
    # A group of boxes has no id of its own: its first box has the group's and 0.
    return str(field.id_for_label or f"{field.auto_id}_0")


@register.filter
def kept_after_error(form: BaseForm) -> str:
    """Say what of a refused form stands in its boxes again.

    A browser never fills in a password or a file again.
    """
    widgets = [field.widget for field in form.fields.values()]
    if any(isinstance(widget, PasswordInput) for widget in widgets):
        return ""
    if any(isinstance(widget, FileInput) for widget in widgets):
        return gettext(
            "Please choose the files again. What else you entered is kept as it is."
        )
    return gettext("What else you entered is kept as it is.")


@register.filter
def labelled(row: Sequence[Any], head: Sequence[str]) -> list[tuple[str, Any]]:
    """Pair the cells of a row with their column's heading."""
    return list(zip(head, row, strict=True))
