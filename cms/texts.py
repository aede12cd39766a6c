"""Plain texts of a region's pack as the parts of an editable page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import escape, format_html_join
from django.utils.safestring import mark_safe
from wagtail.rich_text import RichText

CONTACT = "{contact}"
ITEM = "- "

Part = tuple[str, Any]


def parts_of(sections: Iterable[Mapping[str, str]], language: str) -> list[Part]:
    """Return the parts of a page's body.

    Args:
        sections: mappings with ``heading_ja``, ``body_ja`` and the same in English.
        language: which of the two to take.
    """
    parts: list[Part] = []
    for section in sections:
        heading = section.get(f"heading_{language}", "")
        if heading:
            parts.append(("heading", heading))
        parts += parts_of_text(section.get(f"body_{language}", ""))
    return parts


def parts_of_text(text: str) -> list[Part]:
    """Return paragraphs, lists and the place of the secretariat's contacts.

    A blank line parts two paragraphs, a line that begins with ``- `` is an item of a
    list, and the line ``{contact}`` stands for how to reach the secretariat.
    """
    parts: list[Part] = []
    paragraphs: list[list[str]] = []
    items: list[str] = []

    def finish() -> None:
        if any(paragraphs):
            parts.append(("paragraph", RichText(_html(paragraphs))))
        if items:
            parts.append(("list", [*items]))
        paragraphs.clear()
        items.clear()

    for line in (line.strip() for line in text.splitlines()):
        if line == CONTACT:
            finish()
            parts.append(("contact", None))
        elif line.startswith(ITEM):
            if not items:
                finish()
            items.append(line.removeprefix(ITEM).strip())
        elif not line:
            paragraphs.append([])
        else:
            if items:
                finish()
            if not paragraphs:
                paragraphs.append([])
            paragraphs[-1].append(line)
    finish()
    return parts


def _html(paragraphs: list[list[str]]) -> str:
    lines = (
        mark_safe("<br/>".join(escape(line) for line in block))  # escaped here
        for block in paragraphs
        if block
    )
    return str(format_html_join("", "<p>{}</p>", ((line,) for line in lines)))
