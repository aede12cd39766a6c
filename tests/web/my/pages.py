"""Reading pages as a person does."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse

TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)


def text_of(response: HttpResponse) -> str:
    """Return what a page says, with single spaces."""
    html = re.sub("</?mark>", "", response.content.decode())
    return " ".join(unescape(TAGS.sub(" ", html)).split())


def box_of(response: Any, name: str) -> Any:
    """Return what stands in a box of the page's form."""
    return response.context["form"][name].value()


def errors_of(response: Any, form: str = "form") -> dict[str, list[str]]:
    """Return the errors of the page's form, by box."""
    return {name: list(said) for name, said in response.context[form].errors.items()}
