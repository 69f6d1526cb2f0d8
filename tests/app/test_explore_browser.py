"""Exploring in Chromium: what is kept comes back, and every tool shows in the picture."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from driver import Driver, difference
from numpy.typing import NDArray
from playwright.sync_api import Browser

from spine_viewer.scene.palette import read_palette, rgb

pytestmark = [pytest.mark.browser, pytest.mark.graphics]


@pytest.fixture(scope="module")
def shared(viewer_url: str, browser: Browser) -> Iterator[Driver]:
    """One page for all tests of this module; each leaves the viewer as it was."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    found = Driver(page)
    found.open(viewer_url)
    found.begin_anew()
    yield found
    page.close()
    assert found.complaints == []


def picture(driver: Driver) -> NDArray[np.uint8]:
    """Pixels of the 3D view without the rim that shows the focus."""
    return driver.view()[8:-8, 8:-8]


def test_a_link_restores_the_same_picture_and_undo_leads_back(shared: Driver) -> None:
    page, start = shared.page, picture(shared)
    shared.after(lambda: shared.drag(150, 30), "view")
    shared.after(page.locator("[data-layer=discs]").click, "view")
    mine = picture(shared)
    page.get_by_role("button", name="Keep or share this view").click()
    page.wait_for_selector("#state-link")
    link = page.locator("#state-link").input_value()
    page.keyboard.press("Escape")
    shared.after(page.locator("[data-layer=discs]").click, "view")
    shared.after(page.get_by_role("button", name="Back to this view").click, "view")
    assert difference(start, picture(shared)) < 0.001
    shared.after(lambda: page.evaluate("hash => (window.location.hash = hash)", link[link.index("#") :]), "view")
    assert difference(mine, picture(shared)) < 0.0005
    assert page.evaluate("window.location.hash") == "", "a reload keeps what is shown then"
    shared.after(lambda: page.keyboard.press("Control+z"), "view")
    assert difference(start, picture(shared)) < 0.001


def test_a_file_restores_the_same_picture_and_a_bad_one_says_why(shared: Driver, tmp_path: Path) -> None:
    page, start = shared.page, picture(shared)
    shared.after(page.locator("[data-view=oblique-left]").click, "view")
    mine = picture(shared)
    page.get_by_role("button", name="Keep or share this view").click()
    with page.expect_download() as waiting:
        page.locator("#state-save").click()
    kept = tmp_path / "view.json"
    waiting.value.save_as(kept)
    page.keyboard.press("Escape")
    shared.after(page.locator("[data-view=posterior]").click, "view")
    assert difference(start, picture(shared)) < 0.001
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({**json.loads(kept.read_text()), "side": "up"}))
    page.get_by_role("button", name="Keep or share this view").click()
    page.locator("#state-open").set_input_files(bad)
    page.wait_for_selector(".keep .problem")
    assert "unknown side 'up'; allowed: left, right" in shared.text(".keep .problem")
    shared.after(lambda: page.locator("#state-open").set_input_files(kept), "view")
    assert page.locator(".keep").count() == 0
    assert difference(mine, picture(shared)) < 0.0005
    shared.after(page.locator("[data-view=posterior]").click, "view")


def test_search_finds_a_nerve_by_its_spanish_name_and_frames_it(shared: Driver) -> None:
    page, start = shared.page, picture(shared)
    page.keyboard.press("/")
    page.keyboard.type("nervio occipital tercero")
    page.locator("#search-found button").filter(has_text="Nervio occipital tercero").first.wait_for()
    assert "Nerves · Neck" in page.locator("#search-found button").first.inner_text()
    shared.after(lambda: page.keyboard.press("Enter"), "view")
    page.wait_for_selector("#card-title")
    assert page.locator("[data-region=cervical]").get_attribute("aria-pressed") == "true"
    assert page.locator(".view .name.selected").count() == 1
    found = picture(shared)
    assert difference(start, found) > 0.1
    shared.after(lambda: page.keyboard.press("Control+z"), "view")
    assert difference(start, picture(shared)) < 0.001


def test_a_joint_lights_its_nerves_and_opens_its_procedure_and_undo_leads_back(shared: Driver) -> None:
    page, start = shared.page, picture(shared)
    page.locator("[data-unfold=cartilage]").click()
    shared.after(page.locator("[data-structure='cartilage:facet:L4-L5:left']").click, "view")
    shared.after(page.locator("#needs-ask").click, "view")
    answer = shared.text(".needs")
    assert "met at the L4 transverse process" in answer and "one level below" in answer
    assert page.locator(".view .name.target").count() == 2, "both nerves are lit and named"
    page.locator("[data-open-procedure=medial-branch-block]").click()
    page.wait_for_selector("[data-joint='L4-L5:left'][aria-pressed=true]")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    shared.after(lambda: page.keyboard.press("Control+z"), "view")
    page.locator("[data-unfold=cartilage]").click()
    assert difference(start, picture(shared)) < 0.001


def test_isolating_makes_the_rest_glass_and_hiding_takes_away(shared: Driver) -> None:
    page, start = shared.page, picture(shared)
    page.locator("[data-unfold=bones]").click()
    shared.after(page.locator("[data-isolate=bones]").click, "view")
    assert difference(start, picture(shared)) > 0.005, "discs and nerves are glass"
    shared.after(page.locator("[data-hide=sacrum]").click, "view")
    assert page.locator(".view .name", has_text="Sacrum").count() == 0
    shared.after(page.locator("[data-tool=show-all]").click, "view")
    page.locator("[data-unfold=bones]").click()
    assert difference(start, picture(shared)) < 0.001


def test_moving_apart_and_back(shared: Driver) -> None:
    page, start = shared.page, picture(shared)
    shared.after(lambda: shared.slide("#explode", 80), "view")
    assert shared.text(".inside .slider output") != "0 %"
    apart = picture(shared)
    assert difference(start, apart) > 0.1
    box = page.locator(".view canvas").bounding_box()
    assert box is not None
    x, y = solid_place(apart)
    shared.after(lambda: page.mouse.click(box["x"] + 8 + x, box["y"] + 8 + y), "view")
    assert page.locator("#card-title").count() == 1, "what is moved apart can be picked"
    shared.after(lambda: page.keyboard.press("Escape"), "view")
    for _ in range(3):  # picking and letting go within a second are one step
        if shared.text(".inside .slider output") != "0 %":
            page.keyboard.press("Control+z")
            page.wait_for_timeout(600)
    assert shared.text(".inside .slider output") == "0 %"
    page.wait_for_function("document.querySelectorAll('#card-title').length === 0")
    shared.settle("view")
    assert difference(start, picture(shared)) < 0.001


def solid_place(pixels: NDArray[np.uint8]) -> tuple[int, int]:
    """Column and row in the middle of something, near the middle of the picture."""
    inside = np.abs(pixels.astype(int) - pixels[:, :1]).max(axis=2) > 60
    middle = [size // 2 for size in inside.shape]
    rows, columns = np.nonzero(inside)
    order = np.argsort(np.hypot(rows - middle[0], columns - middle[1]))
    return next((int(c), int(r)) for r, c in zip(rows[order], columns[order], strict=True)
                if inside[r - 6 : r + 7, c - 6 : c + 7].all())  # fmt: skip


def share_of(pixels: NDArray[np.uint8], colour: str) -> float:
    """Share of the pixels in a colour of the palette."""
    wanted = 255 * np.array(rgb(colour))
    return float((np.abs(pixels.astype(int) - wanted).max(axis=2) < 14).mean())


def test_a_cut_shows_cancellous_bone_and_discs_and_follows_its_slider(shared: Driver) -> None:
    page, start = shared.page, picture(shared)
    core, disc = (read_palette().kinds[kind].colour for kind in ("cancellous_bone", "disc"))
    assert share_of(start, core) < 0.002
    shared.after(page.locator("[data-cut=sagittal]").click, "view")
    middle = picture(shared)
    assert share_of(middle, core) > 0.03 and share_of(middle, disc) > 0.005
    assert shared.text(".inside-place") == "in the midline"
    shared.after(lambda: shared.slide("#cut-at", 12), "view")
    assert "left of the midline" in shared.text(".inside-place")
    assert difference(middle, picture(shared)) > 0.02
    shared.after(page.locator("[data-cut=none]").click, "view")
    shared.after(page.locator("[data-view=posterior]").click, "view")
    assert difference(start, picture(shared)) < 0.001


def test_two_clicks_measure_and_a_note_is_pinned_and_both_travel_in_the_link(shared: Driver) -> None:
    page, start = shared.page, picture(shared)
    box = page.locator(".view .picture").bounding_box()
    assert box is not None

    def click(x: float, y: float) -> None:
        shared.after(lambda: page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"]), "view")

    page.keyboard.press("m")
    page.wait_for_selector("#measure[aria-pressed=true]")
    click(0.5, 0.45)
    click(0.5, 0.6)
    assert page.locator(".view .name.measure").inner_text().endswith(" mm")
    assert shared.text(".measured").startswith("Distance ")
    page.keyboard.press("Escape")
    click(0.5, 0.45)
    page.locator("#note-add").click()
    page.locator("#note-text").fill("tender in spring; <b>2.</b>")
    shared.after(page.locator("#note-pin").click, "view")
    assert page.locator(".view .name.note").inner_text() == "tender in spring; <b>2.</b>"
    marked = picture(shared)
    assert difference(start, marked) > 0.001
    page.get_by_role("button", name="Keep or share this view").click()
    link = page.locator("#state-link").input_value()
    page.keyboard.press("Escape")
    shared.after(page.locator("#measure-clear").click, "view")
    shared.after(page.locator(".card .pinned button").click, "view")
    shared.after(lambda: page.keyboard.press("Escape"), "view")
    assert difference(start, picture(shared)) < 0.001
    shared.after(lambda: page.evaluate("hash => (window.location.hash = hash)", link[link.index("#") :]), "view")
    assert difference(marked, picture(shared)) < 0.0005
    shared.after(lambda: page.keyboard.press("Control+z"), "view")
    assert difference(start, picture(shared)) < 0.001
