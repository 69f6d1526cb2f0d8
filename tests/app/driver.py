"""Drives the viewer in Chromium: starts it as a user would, and waits for pictures instead of for time."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page

from spine_viewer.app.choices import Choices
from spine_viewer.app.state.link import fragment

BROWSER = os.environ.get("SPINE_VIEWER_BROWSER", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 90_000
START = "import sys; from spine_viewer.app import main; sys.exit(main(open_browser=False, port=0))"


@contextmanager
def running() -> Iterator[str]:
    """A viewer in its own process; gives its address with the key."""
    kept = tempfile.TemporaryDirectory()  # what is kept of exercises, away from whoever runs the tests
    process = subprocess.Popen(
        [sys.executable, "-c", START],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"XDG_DATA_HOME": kept.name},
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:"), process.stderr.read() if process.stderr else url
        yield url
    finally:
        process.terminate()
        process.wait(30)
        kept.cleanup()


def difference(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> float:
    """Share of the pixels that differ clearly."""
    assert np.abs(np.subtract(a.shape, b.shape)).max() <= 1, (a.shape, b.shape)  # layout rounds to whole pixels
    rows, columns = np.minimum(a.shape, b.shape)[:2]
    apart = a[:rows, :columns].astype(int) - b[:rows, :columns].astype(int)
    return float((np.abs(apart).max(axis=2) > 24).mean())


@dataclass
class Driver:
    """A page with the viewer on it."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, url: str) -> None:
        """Load the page and wait for fine pictures of both views."""
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.on("websocket", lambda w: self.requests.append(w.url))
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.goto(url)
        self.page.wait_for_function("window.__ready === true")
        for name in ("view", "fluoroscopy"):
            self.settle(name)

    def begin_anew(self) -> None:
        """Everything as it is when the viewer starts, whatever other tests have chosen."""
        link = fragment(Choices())
        self.page.evaluate("link => window.trame.trigger('state_open_link', [link])", link)
        self.page.wait_for_function("document.querySelector('.rail button[aria-current=page]').innerText === 'Explore'")
        self.page.wait_for_timeout(300)
        for name in ("view", "fluoroscopy"):
            self.settle(name)

    def number(self, name: str) -> int:
        """Number of the picture that is on the screen."""
        return int(self.page.evaluate("name => window.__frames[name].number", name))

    def settle(self, name: str, after: int = 0) -> None:
        """Wait until a picture later than ``after`` is on the screen and things are at rest."""
        self.page.wait_for_function(
            "([name, after]) => { const f = (window.__frames || {})[name];"
            " return f && f.number > after && f.quality === 'rest'; }",
            arg=[name, after],
        )

    def after(self, act: Callable[[], object], *names: str) -> None:
        """Do something and wait until the named pictures have changed and rest."""
        before = {name: self.number(name) for name in names}
        act()
        for name, number in before.items():
            self.settle(name, number)

    def first_step(self) -> None:
        """Procedure mode, with the film planned and at rest on its first step, whatever was shown before."""
        self.after(lambda: self.page.keyboard.press("2"), "view")
        self.page.wait_for_selector(".play:not(:disabled)")
        self.page.keyboard.press("Home")
        self.page.get_by_text("Step 1 of").first.wait_for()

    def look(self, selector: str) -> NDArray[np.uint8]:
        """An element's pixels, (rows, columns, 3) uint8."""
        shot = self.page.locator(selector).screenshot(animations="disabled")
        return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"))

    def view(self) -> NDArray[np.uint8]:
        """Pixels of the 3D view."""
        return self.look(".view canvas")

    def xray(self) -> NDArray[np.uint8]:
        """Pixels of the X-ray."""
        return self.look(".xray canvas")

    def wait_unlike(self, before: NDArray[np.uint8], share: float) -> None:
        """Wait until the 3D view differs from an earlier picture of it in more than a share of its pixels."""
        late = time.monotonic() + PATIENCE_MS / 1000
        while difference(before, self.view()) <= share:
            assert time.monotonic() < late, f"the 3D view never differed by more than {share}"
            self.page.wait_for_timeout(100)

    def text(self, selector: str) -> str:
        """Text of an element."""
        return self.page.locator(selector).inner_text()

    def slide(self, selector: str, value: float) -> None:
        """Drag a slider to a value with the mouse."""
        slider = self.page.locator(selector)
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box is not None
        low, high, now = (float(slider.evaluate(f"e => e.{key}")) for key in ("min", "max", "value"))
        backwards = slider.get_attribute("dir") == "rtl"
        knob = 24

        def place(number: float) -> float:
            share = (number - low) / (high - low)
            share = 1.0 - share if backwards else share
            return box["x"] + knob / 2 + share * (box["width"] - knob)

        y = box["y"] + box["height"] / 2
        self.page.mouse.move(place(now), y)
        self.page.mouse.down()
        self.page.mouse.move(place(value), y, steps=8)
        self.page.mouse.up()

    def drag(self, dx: float, dy: float) -> None:
        """Drag over the middle of the 3D view."""
        box = self.page.locator(".view .picture").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + dx, y + dy, steps=12)
        self.page.mouse.up()
