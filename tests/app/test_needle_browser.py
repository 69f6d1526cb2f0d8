"""A needle task in Chromium, from entry to debrief, replay and export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from driver import Driver, difference
from test_accessible import reached_by_tab, violations

from spine_viewer.app.choices import Choices
from spine_viewer.app.state.link import fragment

pytestmark = [pytest.mark.browser, pytest.mark.graphics]


def test_a_needle_task_from_entry_to_debrief_replay_and_export(driver: Driver, tmp_path: Path) -> None:
    page = driver.page
    task = Choices(mode="practice", exercise="needle", procedure="medial-branch-block", view="posterior")
    page.evaluate("link => window.trame.trigger('state_open_link', [link])", fragment(task))
    page.locator("#needle-start").click()
    page.locator("#needle-enter").wait_for()
    page.locator("[data-dark]").wait_for()
    driver.settle("view")

    box = page.locator(".view .picture").bounding_box()
    assert box is not None
    before = driver.text("#needle-hub")
    held = driver.view()
    driver.after(lambda: page.mouse.click(box["x"] + 0.55 * box["width"], box["y"] + 0.4 * box["height"]), "view")
    assert difference(held, driver.view()) > 0.001, "the needle is held where the skin was clicked"
    driver.after(lambda: page.keyboard.press("Shift+ArrowLeft"), "view")
    assert driver.text("#needle-hub") != before

    driver.after(lambda: page.keyboard.press("x"), "fluoroscopy")
    page.locator("[data-dark]").wait_for(state="detached")
    page.locator(".xray .picture").click(position={"x": 130.0, "y": 150.0})
    page.locator(".xray-aim").wait_for()
    assert violations(page) == []
    assert reached_by_tab(page) == ([], [])
    page.locator("#needle-enter").click()
    page.locator("#needle-steer").wait_for()
    page.locator("[data-step='10']").click()
    still, number = driver.xray(), driver.number("fluoroscopy")
    for _ in range(3):
        driver.after(lambda: page.keyboard.press("w"), "view")
    assert driver.text("#needle-depth") == "30 mm"
    assert driver.number("fluoroscopy") == number, "no picture without an exposure"
    page.locator("[data-carm=lateral]").click()
    page.locator("#carm-tilt").focus()  # a slider keeps the arrows, not the letters
    driver.after(lambda: page.keyboard.press("x"), "fluoroscopy")
    assert difference(still, driver.xray()) > 0.1
    assert "Pictures: 2," in driver.text("#needle-spent")
    for _ in range(8):
        page.locator("#needle-advance").click()
    page.locator(".needle-contact").wait_for()
    assert "Bone" in driver.text("#needle-said")
    assert violations(page) == []
    assert reached_by_tab(page) == ([], [])
    page.keyboard.press("Control+z")
    page.locator("#needle-placed").click()
    page.locator("[data-treat=anaesthetic]").click()
    page.locator("#needle-said").get_by_text("Injected").wait_for()

    page.locator("#needle-finish").click()
    page.locator("#needle-total").wait_for()
    page.wait_for_function("document.activeElement.id === 'needle-over'")
    assert violations(page) == []
    assert 0.0 <= float(driver.text("#needle-total")) < 100.0
    assert page.locator("#needle-parts li").count() == 8
    assert page.locator("#needle-checklist li").count() == 7
    assert "no needle was declared to be in place" in driver.text("#needle-findings")
    page.locator(".xray-lines .expert").first.wait_for(state="attached")
    assert page.locator(".xray-lines .own").count() == 1
    ended = driver.view()
    driver.after(lambda: page.locator("#needle-shot-before").click(), "view", "fluoroscopy")
    assert "Picture" in driver.text(".needle-replayed") and difference(ended, driver.view()) > 0.0005

    with page.expect_download() as saved:
        page.locator("#needle-json").click()
    path = tmp_path / "record.json"
    saved.value.save_as(path)
    record = json.loads(path.read_text(encoding="utf-8"))
    assert record["schema"] == "spine_viewer.practice/1" and record["actions"][-1]["do"] == "finish"
    with page.expect_download() as saved:
        page.locator("#needle-csv").click()
    assert saved.value.suggested_filename.endswith(".csv")
    page.locator("#needle-other").click()
    page.locator("#needle-start").wait_for()
