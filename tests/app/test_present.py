"""The consult screen and the other features of presenting, in the browser."""

from __future__ import annotations

import pytest
from driver import Driver, difference

pytestmark = [pytest.mark.browser, pytest.mark.graphics]


def test_the_consult_screen_is_large_plain_and_left_by_escape(driver: Driver) -> None:
    page = driver.page
    page.get_by_role("button", name="Professional").click()
    driver.after(lambda: page.keyboard.press("2"), "view")
    page.wait_for_selector(".play:not(:disabled)")
    hard, small = driver.text("#caption"), page.locator(".view .picture").bounding_box()
    driver.after(lambda: page.keyboard.press("F"), "view")
    driver.page.wait_for_selector("#consult-next:not(:disabled)")
    large = page.locator(".view .picture").bounding_box()
    assert large is not None and small is not None and large["width"] > small["width"] * 1.2
    assert driver.text("#consult-text") not in ("", hard), "in plain words"
    shown = page.evaluate(
        "[...document.querySelectorAll('button, input, select, summary')]"
        ".filter(e => e.checkVisibility() && !e.classList.contains('name')).map(e => e.id || e.className)"
    )
    assert shown == ["consult-leave", "consult-previous", "consult-play", "consult-next"]
    box = page.locator("#consult-next").bounding_box()
    assert box is not None and box["height"] >= 88 and box["width"] >= 120
    assert page.locator("#consult-previous").is_disabled(), "nothing comes before the first step"

    view = driver.view()
    driver.after(page.locator("#consult-next").click, "view")
    assert "Step 2 of" in driver.text(".consult-head")
    assert difference(view, driver.view()) > 0.01
    page.wait_for_function("document.activeElement.id === 'consult-next'")

    driver.after(lambda: page.keyboard.press("Escape"), "view")
    assert page.locator(".consult-bar").count() == 0
    assert page.evaluate("document.activeElement.id") == "consult-enter", "the focus is on what enters it again"
    assert page.get_by_role("button", name="Professional").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Patient").click()
    driver.after(lambda: page.keyboard.press("1"), "view")


def test_the_pictures_are_told_in_words_that_follow_them(driver: Driver) -> None:
    page = driver.page
    for name, key in (("view", "view"), ("xray", "xray")):
        told = page.locator(f".{name} .face").get_attribute("aria-describedby")
        assert told == f"told-{key}" and page.locator(f"#{told}").text_content(), "heard without being seen"
    page.get_by_role("button", name="Describe the pictures").click()
    page.wait_for_selector(".described")
    assert "seen from behind." in driver.text("#told-view")
    assert "Simulated X-ray of L5, True AP." in driver.text("#told-xray")
    driver.after(lambda: driver.drag(150, 0), "view")
    page.get_by_text("towards the left").wait_for()
    page.locator("#describe").focus()
    page.keyboard.press("d")
    page.wait_for_selector(".described", state="detached")
    driver.after(lambda: page.get_by_role("button", name="Back to this view").click(), "view")
