"""The viewer in Chromium, as a user meets it: what is done must show in the pictures."""

from __future__ import annotations

import pytest
from driver import Driver, difference
from PIL import Image

pytestmark = [pytest.mark.browser, pytest.mark.graphics]


def test_it_opens_with_a_spine_and_an_xray(driver: Driver) -> None:
    view, xray = driver.view(), driver.xray()
    background = view[4, view.shape[1] // 2]
    spine = (abs(view.astype(int) - background).max(axis=2) > 40).mean()
    assert spine > 0.05, "the spine covers a good part of the view"
    middle = xray[xray.shape[0] // 4 : -xray.shape[0] // 4, xray.shape[1] // 4 : -xray.shape[1] // 4]
    assert middle.std() > 12, "bones stand out in the X-ray"
    assert driver.page.locator(".name").count() >= 5, "structures are named"


def test_dragging_turns_the_spine_coarse_first_and_fine_at_rest(driver: Driver) -> None:
    before = driver.view()
    shown = driver.page.evaluate("window.__frames.view.shown")
    driver.after(lambda: driver.drag(180, 20), "view")
    counts = driver.page.evaluate("window.__frames.view")
    assert counts["shown"] - shown >= 3, "pictures arrived while dragging"
    assert difference(before, driver.view()) > 0.05
    driver.after(lambda: driver.page.get_by_role("button", name="Back to this view").click(), "view")
    assert difference(before, driver.view()) < 0.01, "the named view is the same as before"


def test_a_layer_is_taken_away_and_comes_back(driver: Driver) -> None:
    before = driver.view()
    switch = driver.page.locator("[data-layer=discs]")
    driver.after(switch.click, "view")
    assert switch.get_attribute("aria-checked") == "false"
    without = driver.view()
    assert difference(before, without) > 0.003
    driver.after(switch.click, "view")
    assert difference(before, driver.view()) < 0.001


def test_another_region_is_shown_and_left_again(driver: Driver) -> None:
    before = driver.view()
    neck, loin = (driver.page.locator(f"[data-region={name}]") for name in ("cervical", "lumbar"))
    driver.after(neck.click, "view")
    assert neck.get_attribute("aria-pressed") == "true"
    assert difference(before, driver.view()) > 0.02
    names = " ".join(driver.page.locator(".view .name").all_inner_texts())
    assert "(neck bone)" in names
    assert "lower back" not in names
    driver.after(loin.click, "view")
    assert difference(before, driver.view()) < 0.001


def test_a_joint_wears_out_and_heals(driver: Driver) -> None:
    view, xray = driver.view(), driver.xray()
    driver.page.locator("#wear-section > summary").click()
    driver.after(lambda: driver.slide("#wear", 90), "view", "fluoroscopy")
    assert driver.text(".wear output") == "severe"
    assert difference(view, driver.view()) > 0.02, "everything above the worn disc has come down"
    assert difference(xray, driver.xray()) > 0.02
    heal = driver.page.get_by_role("button", name="Healthy again")
    driver.after(heal.click, "view", "fluoroscopy")
    driver.page.wait_for_selector(".wear-foot [role=status]", state="detached")  # the bones are being changed
    driver.settle("view")
    driver.settle("fluoroscopy")
    assert difference(view, driver.view()) < 0.002
    assert difference(xray, driver.xray()) < 0.02
    assert driver.text(".wear output") == "healthy"


def test_undo_and_redo_of_a_layer(driver: Driver) -> None:
    before = driver.view()
    driver.after(driver.page.locator("[data-layer=nerves]").click, "view")
    driver.after(lambda: driver.page.keyboard.press("Control+z"), "view")
    assert difference(before, driver.view()) < 0.001
    driver.after(lambda: driver.page.keyboard.press("Control+Shift+z"), "view")
    assert difference(before, driver.view()) > 0.001
    driver.after(lambda: driver.page.keyboard.press("Control+z"), "view")


def test_a_click_on_a_bone_opens_its_card_with_a_source(driver: Driver) -> None:
    box = driver.page.locator(".view .picture").bounding_box()
    assert box is not None
    driver.after(lambda: driver.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.45), "view")
    title = driver.text("#card-title")
    assert title, "something was hit in the middle of the spine"
    driver.page.locator(".card .source summary").click()
    assert len(driver.text(".card .source")) > 30
    driver.after(lambda: driver.page.keyboard.press("Escape"), "view")
    assert driver.page.locator("#card-title").count() == 0


def test_search_finds_a_nerve_and_its_card_tells_the_numbering_trap(driver: Driver) -> None:
    driver.page.get_by_role("button", name="Professional").click()
    driver.page.keyboard.press("/")
    driver.page.keyboard.type("L3 medial left")
    first = driver.page.locator("#search-found button").first
    first.wait_for()
    driver.after(first.click, "view")
    driver.page.locator(".card", has_text="L3 medial branch").wait_for()
    card = driver.text(".card")
    assert "L3 medial branch" in card and "L4 transverse process" in card
    driver.after(lambda: driver.page.keyboard.press("Escape"), "view")
    driver.page.get_by_role("button", name="Patient").click()


def test_the_c_arm_slider_turns_the_xray_and_the_c_arm_in_the_room(driver: Driver) -> None:
    switch = driver.page.locator("[data-layer=c_arm]")
    driver.after(switch.click, "view")
    view, xray = driver.view(), driver.xray()
    driver.after(lambda: driver.slide("#carm-oblique", 35), "fluoroscopy", "view")
    assert difference(xray, driver.xray()) > 0.1
    assert difference(view, driver.view()) > 0.01, "the beam in the 3D view has turned too"
    assert "left" in driver.text(".carm .slider output >> nth=0")
    assert driver.page.locator(".gauge[data-ok=false]").count() > 0, "turned away, AP is not set any more"
    driver.after(lambda: driver.page.locator("[data-carm=lateral]").click(), "fluoroscopy", "view")
    lateral = driver.xray()
    driver.after(lambda: driver.page.locator("[data-carm=ap]").click(), "fluoroscopy", "view")
    assert difference(lateral, driver.xray()) > 0.1
    assert difference(xray, driver.xray()) < 0.02, "AP again is the picture of before"
    assert driver.page.locator(".gauge[data-ok=true]").count() > 0
    assert driver.page.locator(".gauge[data-ok=false]").count() == 0
    driver.after(switch.click, "view")


def test_a_level_of_the_neck_is_aimed_at_in_its_own_views_and_its_landmarks_are_named(driver: Driver) -> None:
    page, lumbar = driver.page, driver.xray()
    driver.after(lambda: page.locator("#carm-level").select_option("C5"), "fluoroscopy", "view")
    assert page.locator("[data-region=cervical]").get_attribute("aria-pressed") == "true"
    offered = page.locator("[data-carm]:visible").all_inner_texts()
    assert "Pillar" in offered and "Oblique" not in offered and "Needle view" not in offered
    assert difference(lumbar, driver.xray()) > 0.1
    driver.after(page.locator("[data-carm=pillar]").click, "fluoroscopy")
    assert driver.text(".gauges-of") == "Pillar of C5"
    assert page.locator(".gauge[data-ok=true]").count() == 3
    bare = driver.look(".xray .picture")
    number = driver.number("fluoroscopy")
    page.locator("[data-tool=landmarks]").click()
    page.wait_for_selector(".marks-layer[data-state=shown]")
    assert difference(bare, driver.look(".xray .picture")) > 0.01
    assert "left waist" in driver.text(".xray [role=status]")
    page.locator("[data-tool=landmarks]").click()
    page.wait_for_selector(".marks-layer[data-state=fading]")
    assert driver.number("fluoroscopy") == number, "the picture below stays as it is"
    driver.after(lambda: page.locator("[data-region=lumbar]").click(), "fluoroscopy", "view")
    assert difference(lumbar, driver.xray()) < 0.02


def test_the_c_arm_refuses_the_table_and_a_held_image_stays(driver: Driver) -> None:
    page, before = driver.page, driver.xray()
    driver.slide("#carm-tilt", -73)
    page.wait_for_selector(".refusal")
    assert "would hit" in driver.text(".refusal")
    driver.after(lambda: page.locator("[data-carm=ap]").click(), "fluoroscopy")
    assert page.locator(".refusal").count() == 0
    page.locator("[data-tool=live]").click()
    page.wait_for_selector("[data-tool=expose]:not(:disabled)")
    dose = driver.text("[data-dose]")
    driver.after(lambda: driver.slide("#carm-oblique", 30), "fluoroscopy")
    assert difference(before, driver.xray()) < 0.02, "the last image is held"
    assert driver.text("[data-dose]") == dose
    driver.after(lambda: page.locator("[data-tool=expose]").click(), "fluoroscopy")
    assert difference(before, driver.xray()) > 0.1
    page.wait_for_function("dose => document.querySelector('[data-dose]').innerText !== dose", arg=dose)
    driver.after(lambda: page.locator("[data-tool=live]").click(), "fluoroscopy")
    page.get_by_text("Field and collimator").click()
    driver.after(lambda: driver.slide("#carm-shutters", 0.3), "fluoroscopy")
    shut = driver.xray()
    middle = shut.shape[0] // 2
    assert shut[middle, shut.shape[1] // 8].max() < 12 < shut[middle, shut.shape[1] // 2].max()
    driver.after(lambda: page.get_by_role("button", name="Open the collimator").click(), "fluoroscopy")
    driver.after(lambda: page.locator("[data-carm=ap]").click(), "fluoroscopy")
    assert difference(before, driver.xray()) < 0.02


def test_invert_turns_dark_bone_bright(driver: Driver) -> None:
    before = driver.xray().astype(int)
    driver.after(lambda: driver.page.keyboard.press("i"), "fluoroscopy")
    after = driver.xray().astype(int)
    rows, columns = before.shape[:2]
    part = (slice(rows // 3, 2 * rows // 3), slice(columns // 3, 2 * columns // 3))
    both = (before[part] + after[part]).mean()
    assert abs(both - 255) < 12, "each is the negative of the other"
    driver.after(lambda: driver.page.keyboard.press("i"), "fluoroscopy")


def test_a_neurotomy_is_picked_played_scrubbed_and_stepped(driver: Driver) -> None:
    page = driver.page
    driver.after(lambda: page.keyboard.press("2"), "view")
    page.locator("[data-joint='L4-L5:right']").click()
    page.get_by_role("button", name="Heat treatment").click()
    page.wait_for_selector("[data-joint='L4-L5:right'][aria-pressed=true]")
    page.wait_for_selector(".plan-nerve >> nth=1")
    page.wait_for_selector(".play:not(:disabled)")
    assert page.locator(".plan-nerve").count() == 2, "two nerves for one joint"
    driver.settle("view")
    driver.settle("fluoroscopy")
    view, xray, caption = driver.view(), driver.xray(), driver.text("#caption")

    shown = page.evaluate("window.__frames.view.shown")
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('.play').getAttribute('aria-label') === 'Pause'")
    page.wait_for_function(
        "before => Number(document.querySelector('#scrub').value) > 16 && window.__frames.view.shown > before + 20",
        arg=shown,
    )
    driver.after(lambda: page.keyboard.press("Space"), "view", "fluoroscopy")
    assert driver.text("#caption") != caption
    assert difference(view, driver.view()) > 0.01

    driver.after(lambda: driver.slide("#scrub", 84), "view", "fluoroscopy")
    later_view, later_xray = driver.view(), driver.xray()
    assert difference(view, later_view) > 0.02
    assert difference(xray, later_xray) > 0.02
    step = driver.text(".transport-step strong")
    driver.after(lambda: page.keyboard.press("ArrowRight"), "view", "fluoroscopy")
    assert driver.text(".transport-step strong") != step
    driver.after(lambda: page.keyboard.press("Home"), "view", "fluoroscopy")
    assert driver.text(".transport-step strong").startswith("Step 1 of ")


def test_the_needle_shows_in_the_xray(driver: Driver) -> None:
    page = driver.page
    driver.after(lambda: page.keyboard.press("2"), "view")
    page.wait_for_function("document.querySelector('.play:not(:disabled)')")
    names = page.evaluate("Array.from({length: 40}, (_, i) => i)")
    for _ in names:
        if "Check: AP" in driver.text(".transport-step") or "Check from behind" in driver.text(".transport-step"):
            break
        driver.after(lambda: page.keyboard.press("ArrowRight"), "view", "fluoroscopy")
    with_needle = driver.xray().astype(int)
    middle = with_needle[with_needle.shape[0] // 4 : -with_needle.shape[0] // 4]
    assert (middle.max(axis=2) < 30).mean() > 0.0005, "steel is the darkest thing in the picture"


def test_the_heat_shows_in_the_panel_in_both_pictures_and_in_the_chosen_tissue(driver: Driver) -> None:
    page = driver.page
    driver.after(lambda: page.keyboard.press("2"), "view")
    page.wait_for_function("document.querySelector('.play:not(:disabled)')")
    heating = page.locator("#heat-covered")
    driver.after(lambda: driver.slide("#scrub", 123), "view", "fluoroscopy")
    heating.wait_for()
    assert page.locator(".heat-chart svg").get_attribute("aria-label").startswith("Chart of heat over time")
    assert page.locator(".heat-work progress").count() == 1, "the bone is being worked in"
    xray = driver.xray().astype(int)
    assert ((xray[..., 0] - xray[..., 2]) > 100).sum() > 40, "the outline is in colour, which no X-ray is"
    in_body, far = heating.inner_text(), driver.text(".key-place")
    page.locator("#heat-place").select_option("6")
    page.wait_for_function("old => document.querySelector('.key-place').innerText !== old", arg=far)
    driver.after(lambda: page.locator("[data-perfusion=bench]").click(), "view")
    page.wait_for_function("old => document.querySelector('#heat-covered').innerText !== old", arg=in_body)
    assert int(heating.inner_text().split()[0]) < int(in_body.split()[0])
    page.locator("[data-perfusion=body]").click()
    driver.after(lambda: page.keyboard.press("1"), "view")
    assert page.locator(".heat").count() == 0


def test_contrast_and_anaesthetic_spread_in_both_pictures(driver: Driver) -> None:
    page = driver.page
    driver.after(lambda: page.keyboard.press("2"), "view")
    page.get_by_role("button", name="Nerve block").click()
    page.wait_for_selector("[data-procedure='medial-branch-block'][aria-pressed=true]")
    page.wait_for_selector(".play:not(:disabled)")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.get_by_text("This is a test, not a cure.").first.wait_for()
    driver.after(lambda: driver.slide("#scrub", 101), "view", "fluoroscopy")
    vessel = page.locator("#fluid-vessel")
    vessel.wait_for()
    pool_view, pool_xray = driver.view(), driver.xray()
    driver.after(vessel.click, "view", "fluoroscopy")
    assert "vein" in driver.text(".fluid-lines")
    assert difference(pool_view, driver.view()) > 0.002
    assert difference(pool_xray, driver.xray()) > 0.0005
    vessel.click()

    driver.after(lambda: driver.slide("#scrub", 108), "view", "fluoroscopy")
    planned, planned_view = driver.text(".fluid-lines"), driver.view()
    driver.after(lambda: driver.slide("#fluid-ml", 1.0), "view")
    assert driver.text(".fluid-lines") != planned
    assert difference(planned_view, driver.view()) > 0.005
    page.locator(".fluid-volume button").click()
    page.get_by_role("button", name="Heat treatment (RF)").click()
    driver.after(lambda: page.keyboard.press("1"), "view")


def test_after_shows_recovery_on_its_clock(driver: Driver) -> None:
    page = driver.page
    driver.after(lambda: page.keyboard.press("3"), "view")
    page.wait_for_function("document.querySelector('#recovery:not(:disabled)')")
    driver.settle("view")
    page.locator("#recovery").press("ArrowLeft")
    driver.settle("view")
    first, text = driver.view(), driver.text("#phase-text")
    driver.after(lambda: driver.slide("#recovery", 0.97), "view")
    assert driver.text("#phase-text") != text
    assert "after" in driver.text("#when")
    driver.wait_unlike(first, 0.0005)  # the nerve has changed


def test_words_follow_the_audience(driver: Driver) -> None:
    page = driver.page
    driver.after(lambda: page.get_by_role("button", name="Professional").click(), "view")
    professional = set(page.locator(".name").all_inner_texts())
    driver.after(lambda: page.get_by_role("button", name="Patient").click(), "view")
    assert set(page.locator(".name").all_inner_texts()) != professional


def test_snapshots_are_saved(driver: Driver) -> None:
    page = driver.page
    with page.expect_download() as xray:
        page.get_by_role("button", name="Save the X-ray").click()
    page.get_by_role("button", name="Take home").click()
    with page.expect_download() as view:
        page.get_by_role("button", name="Save Picture", exact=True).click()
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    for waiting in (xray, view):
        path = waiting.value.path()
        assert path.read_bytes().startswith(b"\x89PNG") and path.stat().st_size > 20_000
    saved = Image.open(path)
    place = page.locator(".view canvas").bounding_box()
    assert saved.width / saved.height == pytest.approx(place["width"] / place["height"], rel=0.02)
    assert saved.width > 1.2 * place["width"]


def test_every_control_has_a_name_and_a_size_for_fingers(driver: Driver) -> None:
    unnamed = driver.page.evaluate(
        """() => [...document.querySelectorAll('button, input, summary')]
            .filter(e => e.checkVisibility() && !e.classList.contains('name'))
            .filter(e => !(e.getAttribute('aria-label') || e.innerText || '').trim())
            .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert unnamed == []
    small = driver.page.evaluate(
        """() => [...document.querySelectorAll('button, input, summary')]
            .filter(e => e.checkVisibility() && !e.classList.contains('name'))
            .map(e => [e.getBoundingClientRect().height, e.outerHTML.slice(0, 80)])
            .filter(([height]) => height < 32)"""
    )
    assert small == []
