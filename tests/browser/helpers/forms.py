"""Finding the fields of the product's forms."""

import re

from playwright.sync_api import Locator, Page


def asked(page: Page, label: str) -> Locator:
    """Return the text field of a label, which may say that a request needs it."""
    name = re.compile(rf"^{re.escape(label)}( ※申込みに必須)?$")
    return page.get_by_role("textbox", name=name)
