"""A round of the quiz in the browser, from what is wished for to the score."""

from __future__ import annotations

import pytest
from driver import Driver
from playwright.sync_api import expect
from test_accessible import violations

PLACES = [(x, y) for y in (0.5, 0.4, 0.6, 0.3) for x in (0.5, 0.45, 0.55, 0.4, 0.6)]  # one of them is no background
pytestmark = [pytest.mark.browser, pytest.mark.graphics]


def test_a_round_by_keys_in_two_languages_without_barriers(driver: Driver) -> None:
    page = driver.page
    page.keyboard.press("4")
    page.wait_for_selector("#quiz-start:not(:disabled)")
    for kind in ("name", "nerves", "bone", "view"):
        page.click(f"[data-quiz-kind={kind}]")
    page.click("[data-quiz-count='5']")
    page.locator("[data-quiz-count='5'][aria-pressed=true]").wait_for()
    page.locator(".exercise-title").click()
    page.keyboard.press("Enter")

    seen = set()
    for number in range(1, 4):  # kinds take turns: one of each
        page.get_by_text(f"Question {number} of 5").wait_for()
        page.wait_for_function("document.activeElement.id === 'quiz-prompt'")
        xray = page.locator(".app").get_attribute("data-pictures") == "xray"
        expect(page.locator(".view canvas")).to_be_visible(visible=not xray)
        expect(page.locator(".xray canvas")).to_be_visible(visible=xray)
        expect(page.locator("#search")).to_be_disabled()
        expect(page.locator(".card")).not_to_be_visible()
        page.wait_for_function("![...document.querySelectorAll('.names .name')].some(e => e.checkVisibility())")
        form = page.locator(".quiz-options").get_attribute("data-form") if page.locator(".quiz-options").count() else ""
        seen.add(form)
        if form == "":
            box = page.locator(".view canvas").bounding_box()
            assert box is not None
            for x, y in PLACES:
                page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
                page.wait_for_timeout(250)
                if page.get_by_text("One structure is lit").count():
                    break
            page.get_by_text("One structure is lit").wait_for()
            page.keyboard.press("Enter")
        elif form == "order":
            before = page.locator(".quiz-text").all_inner_texts()
            page.keyboard.press("1")
            page.wait_for_selector(".quiz-option[data-held=true]")
            page.keyboard.press("ArrowDown")
            page.wait_for_function("text => document.querySelector('.quiz-text').innerText === text", arg=before[1])
            page.keyboard.press("Enter")
        else:
            prompt = driver.text("#quiz-prompt")
            page.click("[data-language=es]")
            page.get_by_text(f"Pregunta {number} de 5").wait_for()
            page.wait_for_function("old => document.querySelector('#quiz-prompt').innerText !== old", arg=prompt)
            page.click("[data-language=en]")
            page.get_by_text(f"Question {number} of 5").wait_for()
            page.wait_for_function("old => document.querySelector('#quiz-prompt').innerText === old", arg=prompt)
            page.keyboard.press("1")
        page.wait_for_selector(".quiz-verdict")
        page.wait_for_function("document.activeElement.id === 'quiz-next'")
        if number == 3:
            assert seen == {"", "order", "one"}
            assert violations(page) == []
            page.locator(".quiz-answer .source summary").click()
            page.locator(".quiz-answer .source p").first.wait_for()
            page.click("#quiz-stop")
        else:
            page.keyboard.press("Enter")

    page.get_by_text("Your result").wait_for()
    assert page.locator(".quiz-rows li").count() == 3
    assert driver.text(".quiz-score").replace("\n", " ").endswith("of 3 right")
    assert violations(page) == []
    page.keyboard.press("Enter")
    page.wait_for_selector("#quiz-start")
    assert violations(page) == []
    driver.after(lambda: page.keyboard.press("1"), "view")
