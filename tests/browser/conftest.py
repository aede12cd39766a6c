"""The real product in a real browser: the demonstration region, served by gunicorn.

These tests never touch the database of the test process. The region is set up once for
all of them, in a folder of its own; every worker serves a copy of it. Two variables:

``BROWSER_DATA``  a folder that ``renkei setup`` has filled; saves a minute or two
``SCREENSHOTS``   a folder for a picture of each step of the whole case, on a phone and
                  on a wide screen
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.helpers.server import Site, serve, set_up

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
# Milliseconds. A page that never comes is noticed; whether it is quick is not asked.
PATIENCE = 90_000

Visitors = Callable[..., BrowserContext]


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave these tests out where there is no Chromium; tests/run.py says so."""
    if CHROMIUM is not None:
        return
    here = Path(__file__).parent
    out = [item for item in items if item.path.is_relative_to(here)]
    if out:
        items[:] = [item for item in items if item not in out]
        config.hook.pytest_deselected(items=out)


@pytest.fixture(scope="session")
def region_data(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The demonstration region, set up once for all workers; only to be copied."""
    if "BROWSER_DATA" in os.environ:
        return Path(os.environ["BROWSER_DATA"]).resolve()
    together = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        together = together.parent
    data, done = together / "browser-region", together / "browser-region.done"
    with (together / "browser-region.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            set_up(data)
            done.touch()
    return data


@pytest.fixture(scope="session")
def site(region_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The product at work on its own copy of the region."""
    data = tmp_path_factory.mktemp("browser") / "data"
    shutil.copytree(region_data, data)
    with serve(data) as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one module: its event loop would disturb Django in others."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=ARGUMENTS, chromium_sandbox=False
        )
        yield browser
        browser.close()


@pytest.fixture
def visitors(site: Site, browser: Browser) -> Iterator[Visitors]:
    """Make visitors: each has a browser profile of their own."""
    made = []

    def visitor(width: int = 1280, **options: Any) -> BrowserContext:
        height = 800 if width < 768 else 900
        context = browser.new_context(
            viewport={"width": width, "height": height},
            timezone_id="Asia/Tokyo",
            **{"locale": "ja-JP", "base_url": site.url} | options,
        )
        context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        made.append(context)
        return context

    yield visitor
    for context in made:
        context.close()
