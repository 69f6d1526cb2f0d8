"""The story of a procedure in every region, told to patients forwards and to professionals backwards."""

from __future__ import annotations

import pytest
from driver import Driver, difference

pytestmark = [pytest.mark.browser, pytest.mark.graphics]

STORIES = [
    ("cervical", "medial-branch-block", "C5-C6:left"),
    ("thoracic", "medial-branch-rf", "T6-T7:right"),
    ("lumbar", "medial-branch-rf", "L3-L4:right"),
    ("lumbar", "lateral-branch-block", "sacroiliac:left"),
]
WALKED = 12  # steps of a long film: those of the first nerve


def choose(driver: Driver, procedure: str, joint: str, region: str) -> None:
    """A procedure at a joint, with its film at the first step."""
    page = driver.page
    page.locator(f"[data-procedure='{procedure}']").click()
    of_region = page.locator(f"[data-joint_region='{region}'], [data-joint-region='{region}']")
    page.wait_for_selector(f"[data-procedure='{procedure}'][aria-pressed=true]")
    if of_region.is_visible():
        of_region.click()
    page.locator(f"[data-joint='{joint}']").click()
    page.wait_for_selector(f"[data-joint='{joint}'][aria-pressed=true]")
    page.wait_for_selector(".plan-nerve")
    page.wait_for_selector(".play:not(:disabled)")
    page.get_by_text("Step 1 of").first.wait_for()


def walk(driver: Driver, key: str, steps: int) -> list[str]:
    """Captions of the steps that a key leads through."""
    captions = []
    for _ in range(steps):
        before = driver.text(".transport-step strong")
        driver.page.keyboard.press(key)
        driver.page.wait_for_function(
            "before => document.querySelector('.transport-step strong').innerText !== before", arg=before
        )
        captions.append(driver.text("#caption"))
    return captions


def test_every_region_has_a_story_for_patients_and_for_professionals(driver: Driver) -> None:
    page = driver.page
    driver.first_step()
    for region, procedure, joint in STORIES:
        choose(driver, procedure, joint, region)
        page.get_by_role("button", name="Patient", exact=True).click()
        assert page.locator(".plan-nerve .ok").count() == page.locator(".plan-nerve").count() > 0
        total = int(driver.text(".transport-step strong").split(" of ")[1].split()[0])
        steps = min(total - 1, WALKED)
        plain = walk(driver, "ArrowRight", steps // 2)
        page.wait_for_timeout(1500)
        driver.settle("fluoroscopy")
        there = driver.xray()
        plain += walk(driver, "ArrowRight", steps - steps // 2)
        page.get_by_role("button", name="Professional", exact=True).click()
        page.wait_for_function("old => document.querySelector('#caption').innerText !== old", arg=plain[-1])
        terms = walk(driver, "ArrowLeft", steps)
        assert all(plain) and all(terms) and "{" not in " ".join(plain + terms)
        assert len(set(plain)) >= 6, "steps have words of their own"
        assert len(set(plain) & set(terms)) <= 1, "patients and professionals are told in different words"
        for _ in range(40):
            if difference(there, driver.xray()) > 0.01:
                break
            page.wait_for_timeout(500)
        assert difference(there, driver.xray()) > 0.01, "the X-ray follows the story"
    page.get_by_role("button", name="Patient", exact=True).click()
    choose(driver, "medial-branch-rf", "L4-L5:left", "lumbar")
    driver.after(lambda: page.keyboard.press("1"), "view")
