"""Pictures of each step, for people to look at."""

import os
from pathlib import Path

from playwright.sync_api import Page

WIDTHS = (360, 1280)
WHOLE_HEIGHT = """location.pathname.startsWith("/admin/")
    ? document.querySelector("main").scrollHeight + 200 : 0"""


class Camera:
    """Takes numbered pictures into the folder that ``SCREENSHOTS`` names, if any."""

    def __init__(self) -> None:
        """Count from one."""
        named = os.environ.get("SCREENSHOTS")
        self._folder = Path(named) if named else None
        self._count = 0

    def take(self, page: Page, what: str) -> None:
        """Take the whole page on a phone and on a wide screen."""
        if self._folder is None:
            return
        self._count += 1
        page.wait_for_load_state()
        size = page.viewport_size
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            # In the admin only the main part scrolls: make room for all of it.
            height = page.evaluate(WHOLE_HEIGHT)
            page.set_viewport_size({"width": width, "height": max(height, 900)})
            path = self._folder / f"{self._count:02}-{what}-{width}.png"
            page.screenshot(path=path, full_page=True)
        if size is not None:
            page.set_viewport_size(size)
