"""How long a step of the needle takes in the viewer: from the key to the new picture on the screen.

One viewer, one browser, one block at L4-L5. Measured, each as a median in ms: the needle in hand moved on the skin; the
needle advanced and withdrawn with the beam off, to the new 3D picture; the same with the beam on, to the new 3D picture
and to the new X-ray; a single exposure, to the new X-ray; and the replay, action by action, to both.

Prints one JSON document; every figure should be at most 150.

    python benchmarks/practice_steps.py [--steps 12]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile

from app_start_and_drag import APPS, FLAGS, HERE
from film_steps import RESTS, medians, timed
from playwright.sync_api import Browser, Page, sync_playwright


def keys(page: Page, names: list[str]) -> list[tuple[float | None, float | None]]:
    """ms to the next 3D picture and X-ray for each key."""
    return [timed(page, "key", "", name) for name in names]


def measure(browser: Browser, steps: int) -> dict[str, float]:
    """All of it in one viewer; what is kept of the attempt goes to a folder that is thrown away."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    with tempfile.TemporaryDirectory() as kept:
        process = subprocess.Popen(
            APPS["viewer"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=HERE.parent,
            env=os.environ | {"XDG_DATA_HOME": kept},
        )
        try:
            assert process.stdout is not None
            page.goto(process.stdout.readline().strip())
            page.wait_for_function(RESTS, timeout=120_000)
            return _practised(page, steps)
        finally:
            process.terminate()
            process.wait(20)
            page.close()


def _practised(page: Page, steps: int) -> dict[str, float]:
    page.keyboard.press("4")
    page.locator("[data-exercise=needle]").first.click()
    page.locator("#needle-procedure").select_option("medial-branch-block")
    page.locator("#needle-start").click()
    page.locator("#needle-enter").wait_for(timeout=180_000)
    page.wait_for_timeout(15_000)  # fine meshes are read
    there, back = ["ArrowLeft", "ArrowUp"] * (steps // 2), ["ArrowRight", "ArrowDown"] * (steps // 2)
    found = medians(keys(page, there + back), "aim")
    page.keyboard.press("x")
    page.wait_for_timeout(3000)
    page.locator("#needle-enter").click()
    page.locator("[data-step='2']").click()
    page.wait_for_timeout(1500)
    found |= medians(keys(page, ["w"] * steps + ["s"] * (steps - 4)), "dark_step")
    page.locator("[data-carm=lateral]").click()
    found |= medians(keys(page, ["x"] * (steps // 2)), "exposure")
    page.keyboard.press("v")
    page.wait_for_timeout(1500)
    found |= medians(keys(page, ["w"] * steps + ["s"] * (steps - 4)), "live_step")
    page.locator("#needle-finish").click()
    page.locator("#needle-total").wait_for()
    page.wait_for_timeout(3000)
    return found | medians(keys(page, ["ArrowLeft"] * steps), "replay")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=12, help="steps of each kind there, and nearly as many back")
    parser.add_argument("--browser", default="/usr/bin/chromium", help="Chromium or Chrome to drive")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.browser, args=FLAGS)
        print(json.dumps(measure(browser, options.steps), indent=1))
        browser.close()


if __name__ == "__main__":
    main()
