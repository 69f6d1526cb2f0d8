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
