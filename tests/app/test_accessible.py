"""Everything can be reached, operated and read without a mouse: checked by axe-core and by the Tab key."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from driver import Driver
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.graphics]

CONTROLS = (
    "[...document.querySelectorAll('button, input, select, summary, [tabindex=\"0\"]')]"
    ".filter(e => e.checkVisibility() && !e.disabled && e.tabIndex >= 0)"
)


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong on a page, colour contrast included; its mildest findings are left out."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['impact']} {one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] != "minor"
        for node in one["nodes"]
    ]


def reached_by_tab(page: Page) -> tuple[list[str], list[str]]:
    """Controls that Tab does not reach, and those that do not show the focus."""
    count = page.evaluate(WATCH)
    assert count >= 5
    for _ in range(count + 2):
        page.keyboard.press("Tab")
    missed, dark = page.evaluate("window.__watched()")
    return missed, dark


WATCH = f"""() => {{
    const controls = {CONTROLS};
    const seen = new Set(), dark = [];
    const look = (event) => {{
        const style = getComputedStyle(event.target);
        const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        if (!shown) dark.push(event.target.outerHTML.slice(0, 120));
        seen.add(event.target);
    }};
    document.activeElement.blur();
    document.addEventListener('focusin', look);
    window.__watched = () => {{
        document.removeEventListener('focusin', look);
        return [controls.filter(e => !seen.has(e)).map(e => e.outerHTML.slice(0, 120)), dark];
    }};
    return controls.length;
}}"""


def test_explore_help_procedure_and_consult_have_no_barriers(driver: Driver) -> None:
    page = driver.page
    assert violations(page) == []
    assert reached_by_tab(page) == ([], [])

    page.get_by_role("button", name="Help").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.help")
    page.get_by_role("button", name="About and limits").click()
    page.get_by_role("heading", name="What is not modelled").wait_for()
    assert violations(page) == []
    page.keyboard.press("2")  # stays in the dialogue
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("document.activeElement.title").startswith("Help"), "the focus is back where it was"

    page.get_by_role("button", name="Professional").click()
    driver.first_step()
    driver.after(lambda: driver.slide("#scrub", 123), "view", "fluoroscopy")
    page.wait_for_selector("#heat-covered")
    assert violations(page) == []

    page.keyboard.press("n")
    step = page.locator(".numbers-part").first
    step.wait_for()
    assert violations(page) == []
    temperature = step.locator("tr", has_text="80 °C").first.inner_text()
    assert "Cohen" in temperature and "read in the named source" in temperature
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")

    driver.after(lambda: page.keyboard.press("f"), "view")
    page.wait_for_selector(".consult-bar")
    assert violations(page) == []
    assert reached_by_tab(page) == ([], [])
    page.keyboard.press("Escape")
    page.wait_for_selector(".consult-bar", state="detached")
    page.get_by_role("button", name="Patient").click()
    driver.after(lambda: page.keyboard.press("1"), "view")


def test_keys_of_one_letter_can_be_switched_off(driver: Driver) -> None:
    page, names = driver.page, driver.page.locator("[data-layer=labels]")
    for expected in ("false", "true"):
        page.get_by_role("button", name="Help").click()
        page.get_by_role("button", name="Keys and gestures").click()
        page.locator("[data-setting=single-keys]").click()
        page.wait_for_selector(f"[data-setting=single-keys][aria-checked={expected}]")
        assert names.get_attribute("aria-checked") == "true", "the key of before was not heeded"
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")
        if expected == "false":
            page.keyboard.press("l")
    page.keyboard.press("l")
    page.wait_for_selector("[data-layer=labels][aria-checked=false]")
    driver.after(lambda: page.keyboard.press("l"), "view")
