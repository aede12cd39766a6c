"""Tags of the editable pages."""

import json
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# In a script element neither an end tag nor a comment may appear in a text.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.simple_tag(takes_context=True)
def json_ld(context: Context, data: dict[str, Any]) -> SafeString:
    """Render a description as JSON-LD, with the page's nonce.

    Args:
        data: a mapping that ``json`` can write; any text in it is escaped.
    """
    body = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return format_html(
        '<script type="application/ld+json" nonce="{}">{}</script>',
        context["request"].csp_nonce,
        mark_safe(body),  # escaped above
    )
