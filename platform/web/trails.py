"""Where a page stands: the steps from the home page."""

from typing import Any

from django.utils.translation import gettext

from design.templatetags.design_tags import home_url


def trail(*steps: tuple[Any, str]) -> list[dict[str, Any]]:
    """Return the way from the home page, as the breadcrumb component takes it.

    Args:
        steps: label and address of each page below the home page; the last one is
            the page itself and needs no address.
    """
    home = {"label": gettext("Home"), "url": home_url()}
    return [home, *({"label": label, "url": url} for label, url in steps)]
