"""How fast the viewer starts and turns, beside a plain trame-pyvista app that shows the same fine meshes.

Both apps are started as a fresh process and driven by the same browser on the same machine, in turn. Measured is what
the browser receives: pictures (JPEG or PNG) in websocket messages.

- start: from starting the process to the first picture in the browser, which is already open.
- drag: pictures per second while the mouse drags over the 3D view without a pause.
- slide (the viewer alone): milliseconds from moving the C-arm's slider to the new X-ray on the screen, and to the sharp
  one at rest; with the beam hidden and, where the name ends in ``_beam``, drawn in the 3D view.

Prints one JSON document; ``start_ratio`` should be at most 0.7, ``drag_ratio`` at least 3 and ``slide_ms`` at most 150.
With ``--slide`` only the slider is measured.

    python benchmarks/app_start_and_drag.py [--runs 3]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, WebSocket, sync_playwright

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
APPS = {
    "viewer": [sys.executable, "-c", "from spine_viewer.app import main; main(open_browser=False)"],
    "plain": [sys.executable, str(HERE / "plain_app.py")],
}
PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n")
SMALLEST_PICTURE = 3000  # bytes; an empty view is smaller
SLIDES = 30
# Moves a slider when both pictures rest, waits for the next picture and for the sharp one; resolves to pairs of ms.
SLIDE = """async ([slider, count]) => {
  const knob = document.querySelector(slider), found = [];
  const { fluoroscopy: shown, view } = window.__frames;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  for (let i = 0; i < count; i++) {
    while (shown.quality !== "rest" || view.quality !== "rest") await wait(20);
    await wait(100 + 37 * (i % 5));
    const before = shown.shown, fine = shown.fine, begun = performance.now();
    knob.value = Number(knob.value) + (i % 2 ? -7 : 7);
    knob.dispatchEvent(new Event("input", { bubbles: true }));
    while (shown.shown === before) await wait(1);
    const first = performance.now() - begun;
    while (shown.fine === fine) await wait(1);
    found.push([first, performance.now() - begun]);
  }
  return found;
}"""
DRAG_S = 5.0
SETTLE_S = 4.0


@dataclass
class Received:
    """When pictures arrived, s on the clock of this process."""

    times: list[float] = field(default_factory=list)
    named: bool = False

    def listen(self, socket: WebSocket) -> None:
        """Take note of every picture of a websocket."""
        socket.on("framereceived", self._take)

    def _take(self, payload: str | bytes) -> None:
        if not isinstance(payload, bytes) or len(payload) < SMALLEST_PICTURE:
            return
        if b"fluoroscopy" in payload[:200]:  # only the 3D view is compared
            return
        if any(start in payload[:1500] for start in PICTURE_STARTS):
            self.times.append(time.perf_counter())


def measure(browser: Browser, command: list[str]) -> dict[str, float]:
    """Start an app, wait for its first picture, let it settle, drag."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    received = Received()
    page.on("websocket", received.listen)
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=HERE.parent)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        page.goto(url)
        wait_until(page, lambda: bool(received.times), 120.0)
        first = received.times[0] - started
        wait_until(page, lambda: time.perf_counter() - received.times[-1] > SETTLE_S, 120.0)
        count, seconds = drag(page, received)
        return {"start_s": first, "images_per_s": count / seconds}
    finally:
        process.terminate()
        process.wait(20)
        page.close()


def wait_until(page: object, true: object, limit_s: float) -> None:
    """Let the browser work until something holds; TimeoutError after ``limit_s``."""
    end = time.perf_counter() + limit_s
    while not true():  # type: ignore[operator]
        if time.perf_counter() > end:
            raise TimeoutError("no picture arrived")
        page.wait_for_timeout(20)  # type: ignore[attr-defined]


def drag(page: object, received: Received) -> tuple[int, float]:
    """Drag to and fro over the middle of the 3D view; pictures that arrived, and for how long."""
    mouse = page.mouse  # type: ignore[attr-defined]
    x, y = 640, 480
    mouse.move(x, y)
    mouse.down()
    begun, before = time.perf_counter(), len(received.times)
    step = 0
    while time.perf_counter() - begun < DRAG_S:
        step += 1
        swing = step % 80
        mouse.move(x - 100 + 5 * (swing if swing < 40 else 80 - swing), y + 3 * (swing % 7))
        page.wait_for_timeout(8)  # type: ignore[attr-defined]
    count, seconds = len(received.times) - before, time.perf_counter() - begun
    mouse.up()
    return count, seconds


def slide(browser: Browser) -> dict[str, float]:
    """Medians of the C-arm's slider in a viewer that has loaded all."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    command = APPS["viewer"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=HERE.parent)
    try:
        assert process.stdout is not None
        page.goto(process.stdout.readline().strip())
        rests = "['view', 'fluoroscopy'].every(n => ((window.__frames || {})[n] || {}).quality === 'rest')"
        page.wait_for_function(rests, timeout=120_000)
        page.wait_for_timeout(1000 * SETTLE_S)
        found = {}
        for ending in ("", "_beam"):
            pairs = page.evaluate(SLIDE, ["#carm-oblique", SLIDES // 2]) + page.evaluate(
                SLIDE, ["#carm-tilt", SLIDES // 2]
            )
            found[f"slide_ms{ending}"] = round(statistics.median(first for first, _ in pairs))
            found[f"slide_rest_ms{ending}"] = round(statistics.median(rest for _, rest in pairs))
            page.locator("[data-layer=c_arm]").click()
            page.wait_for_timeout(1000)
        return found
    finally:
        process.terminate()
        process.wait(20)
        page.close()


def main() -> None:
    """Measure both apps in turn and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="starts of each app; the median counts")
    parser.add_argument("--browser", default="/usr/bin/chromium", help="Chromium or Chrome to drive")
    parser.add_argument("--slide", action="store_true", help="measure only the C-arm's slider")
    options = parser.parse_args()
    found: dict[str, list[dict[str, float]]] = {name: [] for name in APPS}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.browser, args=FLAGS)
        slides = slide(browser)
        if options.slide:
            print(json.dumps(slides, indent=1))
            return
        for _ in range(options.runs):
            for name, command in APPS.items():
                found[name].append(measure(browser, command))
        browser.close()
    medians = {
        name: {key: round(statistics.median(run[key] for run in runs), 2) for key in runs[0]}
        for name, runs in found.items()
    }
    report = {
        **medians,
        **slides,
        "start_ratio": round(medians["viewer"]["start_s"] / medians["plain"]["start_s"], 2),
        "drag_ratio": round(medians["viewer"]["images_per_s"] / medians["plain"]["images_per_s"], 2),
        "runs": options.runs,
    }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
