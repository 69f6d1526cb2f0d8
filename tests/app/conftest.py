"""One viewer and one browser for all tests of the app."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from driver import BROWSER, FLAGS, Driver, running


@pytest.fixture(scope="session")
def viewer_url() -> Iterator[str]:
    """Address of a running viewer, with its key."""
    with running() as url:
        yield url


# Not for the session: while it lives, an event loop runs in this thread, and other tests start their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a screen."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def driver(viewer_url: str, browser: Browser) -> Iterator[Driver]:
    """The viewer, open and at rest in Explore; afterwards the page must not have complained nor called out."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    found = Driver(page)
    found.open(viewer_url)
    found.begin_anew()
    yield found
    page.close()
    assert found.complaints == []
    host = viewer_url.split("/")[2]
    foreign = [r for r in found.requests if r.split("/")[2] != host and not r.startswith(("blob:", "data:"))]
    assert foreign == []
