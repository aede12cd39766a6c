"""What is looked at on every page: axe, its language, its width, its markup."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE, WIDE = 360, 1280
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OVERFLOW = """() => {
    const page = document.documentElement;
    return page.scrollWidth - page.clientWidth;
}"""

# What moves has not got its colours yet: a message that fades in, for one.
AT_REST = """() => document.getAnimations()
    .filter(moving => Number.isFinite(moving.effect.getComputedTiming().endTime))
    .forEach(moving => moving.finish())"""
AXE = Axe().axe_script
LOOK = "([within, options]) => axe.run(within ?? document, options)"


def problems(page: Page, lang: str, within: str | None = None) -> list[str]:
    """Look at the page as it stands, on a phone and on a wide screen.

    Colours are those of every language: their contrast, which takes most of the time,
    is looked at in Japanese.

    Args:
        page: it stands where it shall be looked at.
        lang: the language that the page must declare.
        within: a selector; axe looks at this part alone.

    Returns:
        What is wrong, in words; empty where nothing is.
    """
    found = []
    declared = page.locator("html").get_attribute("lang")
    if declared != lang:
        found.append(f"lang is {declared}, not {lang}")
    if '">' in page.locator("body").inner_text():
        found.append("a torn tag is to be read")
    page.evaluate(AXE)
    options = {
        "runOnly": STANDARD,
        "resultTypes": ["violations"],
        "rules": {"color-contrast": {"enabled": lang == "ja"}},
    }
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(AT_REST)
        beyond = page.evaluate(OVERFLOW)
        if width == PHONE and beyond > 0:
            found.append(f"{beyond} px wider than a phone")
        for violation in page.evaluate(LOOK, [within, options])["violations"]:
            where = [node["target"] for node in violation["nodes"][:3]]
            found.append(f"{width} px: {violation['id']} at {where}")
    address = page.url.partition("//")[2].partition("/")[2]
    return [f"/{address}: {problem}" for problem in found]
