"""The viewer in Spanish: switched while it runs, every word at once, with no barriers."""

from __future__ import annotations

import re

import pytest
from driver import Driver
from playwright.sync_api import Page
from test_accessible import violations

from spine_viewer.anatomy.rules.translation import ENGLISH
from spine_viewer.app.text import interface

pytestmark = [pytest.mark.browser, pytest.mark.graphics]

# Every text that is seen or spoken, but for what is marked as English.
SAID = """() => {
    const out = [], english = (e) => e.closest('[lang=en]:not(html)') || e.closest('.names');
    const walk = document.createTreeWalker(document.querySelector('#app'), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const e = walk.currentNode.parentElement, text = walk.currentNode.textContent.trim();
        if (text && e.checkVisibility() && !english(e)) out.push(text);
    }
    for (const e of document.querySelectorAll('#app *')) {
        if (!e.checkVisibility() || english(e)) continue;
        for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext'])
            if (e.getAttribute(name)) out.push(e.getAttribute(name));
    }
    for (const e of document.querySelectorAll('.names .name')) out.push(e.textContent);
    return out;
}"""
EVERYDAY = re.compile(rf"\b({'|'.join(ENGLISH)})\b", re.IGNORECASE)

FILE_NAME = re.compile(r"`[^`]*`")  # the same in every language


def english_words() -> list[str]:
    """Words of the English interface that Spanish says otherwise."""
    first, own = interface("en"), interface("es")
    said = {text for feature in own.values() for text in feature.values()}
    return [
        text
        for feature in first
        for name, text in first[feature].items()
        if text != own[feature][name]
        and text not in said
        and len(text) > 3
        and feature not in ("figures", "figure_words")
    ]


def english_on(page: Page) -> list[str]:
    """What of the screen is English and not marked as such."""
    said = page.evaluate(SAID)
    assert len(said) > 60
    words = english_words()
    assert len(words) > 250
    longer = [word for word in words if " " in word and "{" not in word]
    found = [text for text in said if text in words or any(word in text for word in longer)]
    return found + [text for text in said if EVERYDAY.search(FILE_NAME.sub("", text))]


def english_left_on(page: Page) -> list[str]:
    """As :func:`english_on`, once the names that come with the next picture have come."""
    for _ in range(40):
        found = english_on(page)
        if not found:
            break
        page.wait_for_timeout(500)
    return found


CUT_OFF = """() => {
    const row = document.querySelector('.views').getBoundingClientRect();
    const bar = document.querySelector('.topbar');
    return [...document.querySelectorAll('.views button')].filter(e => {
        const box = e.getBoundingClientRect();
        return box.width && (box.right > row.right || box.left < row.left || box.bottom > row.bottom);
    }).map(e => e.innerText).concat(bar.scrollWidth > bar.clientWidth ? ['top bar'] : []);
}"""


def test_every_word_follows_the_switch_and_the_page_has_no_barriers(driver: Driver) -> None:
    page = driver.page
    page.evaluate("window.__same = true")
    page.locator("[data-language=es]").focus()
    driver.after(lambda: page.keyboard.press("Enter"), "view")
    page.wait_for_selector("html[lang=es]")
    assert page.title() == "Visor de la columna"
    assert page.evaluate("document.activeElement.dataset.language") == "es", "the focus stays on the switch"
    assert any("hueso lumbar" in name for name in page.locator(".names .name").all_inner_texts())
    assert english_left_on(page) == []
    assert violations(page) == []

    driver.after(lambda: page.keyboard.press("2"), "view")
    page.wait_for_selector(".play:not(:disabled)")
    page.keyboard.press("Home")
    page.get_by_text("Paso 1 de").first.wait_for()
    assert "El dolor puede empezar" in driver.text("#caption")
    page.get_by_role("button", name="Profesional", exact=True).click()
    for step in (2, 3, 4):
        page.keyboard.press("ArrowRight")
        page.get_by_text(f"Paso {step} de").first.wait_for()
        assert english_left_on(page) == []
    driver.after(lambda: driver.slide("#scrub", 123), "view")
    page.wait_for_selector("#heat-covered")
    page.keyboard.press("d")
    page.wait_for_selector(".described")
    assert english_left_on(page) == []
    assert violations(page) == []

    page.locator("#heat-covered .figure").focus()
    page.keyboard.press("Enter")
    page.locator("tr", has_text="Calculado por el modelo de calor").first.wait_for()
    page.get_by_role("button", name="Todas las cifras").click()
    page.locator(".numbers-part").nth(1).wait_for()
    assert english_left_on(page) == []
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.keyboard.press("d")
    for width in (1280, 1024):  # with all ten buttons over the picture
        page.set_viewport_size({"width": width, "height": 800})
        for language in ("en", "es"):
            page.locator(f"[data-language={language}]").click()
            page.wait_for_selector(f"html[lang={language}]")
            assert page.evaluate(CUT_OFF) == [], (width, language)
    page.keyboard.press("3")
    page.get_by_text("Justo después").first.wait_for()
    assert english_left_on(page) == []
    assert page.evaluate("window.__same") is True, "the page was not loaded anew"

    page.locator("[data-language=en]").click()
    page.wait_for_selector("html[lang=en]")
    page.get_by_text("Just after").first.wait_for()
