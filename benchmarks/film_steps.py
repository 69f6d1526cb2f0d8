"""How long stepping and scrubbing take in the viewer: from the key to the new picture on the screen.

One viewer, one browser. Measured, each as a median in ms: the film's steps (arrow keys, there and back) and places
within a step (the scrub bar), to the new 3D picture and to the new X-ray; in Explore the sliders that move structures
apart and move the cut. A step whose X-ray stays the same counts for the 3D picture alone.

Prints one JSON document; ``view_ms`` should be at most 200, ``xray_ms`` at most 150.

    python benchmarks/film_steps.py [--procedure medial-branch-rf] [--steps 24]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
from typing import Any

from app_start_and_drag import APPS, FLAGS, HERE
from playwright.sync_api import Browser, Page, sync_playwright

RESTS = "['view', 'fluoroscopy'].every(n => ((window.__frames || {})[n] || {}).quality === 'rest')"
# Does a thing when both pictures rest and waits for their next ones; resolves to [3D ms, X-ray ms or null].
TIMED = """async ([kind, selector, value]) => {
  const { fluoroscopy: xray, view } = window.__frames;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const limit = performance.now() + 8000;
  while ((xray.quality !== "rest" || view.quality !== "rest") && performance.now() < limit) await wait(20);
  await wait(250);
  const was = [view.shown, xray.shown], begun = performance.now(), found = [null, null];
  if (kind === "key") {
    document.activeElement.blur();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: value, bubbles: true }));
  } else {
    const knob = document.querySelector(selector);
    knob.value = value;
    knob.dispatchEvent(new Event("input", { bubbles: true }));
  }
  while (performance.now() - begun < 1500 && (found[0] === null || found[1] === null)) {
    if (found[0] === null && view.shown !== was[0]) found[0] = performance.now() - begun;
    if (found[1] === null && xray.shown !== was[1]) found[1] = performance.now() - begun;
    await wait(1);
  }
  return found;
}"""


def timed(page: Page, kind: str, selector: str, value: Any) -> tuple[float | None, float | None]:
    """ms to the next 3D picture and to the next X-ray; None where none came."""
    view, xray = page.evaluate(TIMED, [kind, selector, value])
    return view, xray


def medians(pairs: list[tuple[float | None, float | None]], name: str) -> dict[str, float]:
    """Medians of both, with how many there were and the slowest."""
    found: dict[str, float] = {}
    for key, values in (("view", [p[0] for p in pairs]), ("xray", [p[1] for p in pairs])):
        came = [value for value in values if value is not None]
        if came:
            found[f"{name}_{key}_ms"] = round(statistics.median(came))
            found[f"{name}_{key}_slowest_ms"] = round(max(came))
            found[f"{name}_{key}_count"] = len(came)
    return found


def measure(browser: Browser, procedure: str, steps: int) -> dict[str, float]:
    """All of it in one viewer."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    process = subprocess.Popen(
        APPS["viewer"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=HERE.parent
    )
    try:
        assert process.stdout is not None
        page.goto(process.stdout.readline().strip())
        page.wait_for_function(RESTS, timeout=120_000)
        page.keyboard.press("2")
        page.locator(f"[data-procedure='{procedure}']").click()
        page.wait_for_selector(".play:not(:disabled)", timeout=120_000)
        page.keyboard.press("Home")
        page.wait_for_timeout(15_000)  # warmed: growths of the lesions, where fluids go
        there = [timed(page, "key", "", "ArrowRight") for _ in range(steps)]
        back = [timed(page, "key", "", "ArrowLeft") for _ in range(steps)]
        found = medians(there + back, "step")
        page.keyboard.press("Home")
        page.wait_for_timeout(1000)
        for _ in range(4):
            page.keyboard.press("ArrowRight")
        page.wait_for_timeout(3000)
        begun = float(page.locator("#scrub").evaluate("e => Number(e.value)"))
        places = [begun + 0.25 * (n + 1) for n in range(steps)]
        found |= medians([timed(page, "slide", "#scrub", place) for place in places], "scrub")
        page.keyboard.press("1")
        page.wait_for_timeout(3000)
        apart = [timed(page, "slide", "#explode", 4 * (n + 1)) for n in range(steps)]
        return found | medians(apart, "explode")
    finally:
        process.terminate()
        process.wait(20)
        page.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--procedure", default="medial-branch-rf", help="procedure whose film is stepped through")
    parser.add_argument("--steps", type=int, default=20, help="steps there, and as many back")
    parser.add_argument("--browser", default="/usr/bin/chromium", help="Chromium or Chrome to drive")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.browser, args=FLAGS)
        print(json.dumps(measure(browser, options.procedure, options.steps), indent=1))
        browser.close()


if __name__ == "__main__":
    main()
