"""The lesson opened from disk in a browser without a network, as somebody at home would."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, sync_playwright

from spine_viewer.anatomy.regions import region
from spine_viewer.export.lesson.record import Film
from spine_viewer.export.lesson.samples import Sample
from spine_viewer.imaging import CArm, Fluoroscope, Look
from spine_viewer.imaging.patient import fluoroscope
from spine_viewer.scene.xray_bodies import bodies

pytestmark = [pytest.mark.browser, pytest.mark.graphics]

BROWSER = os.environ.get("SPINE_VIEWER_BROWSER", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}
MOST_RMS = 2.0
SIDE = 512
BURN_STEP = "lesion:1"
HALF = 0.55  # of a step: the first of two burns is done, the second one begins
STEP_TIMES = """key => {
    const step = lesson.head.steps.find(step => step.key === key);
    return [step.start, step.duration];
}"""
EXPOSE = """([key, share, oblique, tilt, field]) => {
    const {start, duration} = lesson.head.steps.find(step => step.key === key), time = start + share * duration;
    lesson.clock.seek(time);
    lesson.angles = {oblique, tilt};
    const arm = {...lesson.arm(), ...(field && {field})}, picture = lesson.xray.expose(time, arm);
    let text = '';
    for (let i = 0; i < picture.length; i += 8192) text += String.fromCharCode(...picture.subarray(i, i + 8192));
    return {picture: btoa(text), isocentre: arm.isocentre, to_detector: arm.toDetector, to_isocentre: arm.toIsocentre,
            field: arm.field};
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def page(browser: Browser, lesson_file: Path) -> Iterator[Page]:
    """The lesson, open; at the end it must not have complained nor asked for anything."""
    context = browser.new_context(viewport={"width": 800, "height": 560}, offline=True)
    opened, complaints, requests = context.new_page(), [], []
    opened.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    opened.on("pageerror", lambda e: complaints.append(str(e)))
    opened.on("request", lambda r: requests.append(r.url))
    opened.set_default_timeout(90_000)
    opened.goto(lesson_file.as_uri())
    opened.wait_for_selector("html[data-ready=all]")
    yield opened
    context.close()
    assert complaints == []
    assert requests == [lesson_file.as_uri()]


def go_to(page: Page, key: str) -> None:
    """Show a step by its key."""
    page.evaluate("key => lesson.toStep(lesson.head.steps.findIndex(step => step.key === key))", key)


def look(page: Page, selector: str) -> NDArray[np.uint8]:
    """Pixels of an element, (rows, columns, 3), once the pictures rest."""
    import io

    from PIL import Image

    page.wait_for_timeout(250)
    while page.evaluate("Boolean(lesson.asked)"):
        page.wait_for_timeout(60)
    return np.asarray(Image.open(io.BytesIO(page.locator(selector).screenshot())).convert("RGB"))


def differs(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Share of the pixels that differ clearly."""
    return float((np.abs(one.astype(int) - other).max(axis=2) > 24).mean())


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong; it is put in past the page's policy, which lets no other script in."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    grave = (one for one in found if one["impact"] != "minor")
    return [f"{one['impact']} {one['id']}: {node['html'][:120]}" for one in grave for node in one["nodes"]]


def test_it_shows_both_pictures_plays_and_scrubs(page: Page) -> None:
    view, ray = look(page, "#view"), look(page, ".round")
    assert np.ptp(view.mean(axis=2)) > 100 and np.ptp(ray.mean(axis=2)) > 150, "not blank"
    assert page.inner_text("#count").startswith("Step 1 of")
    page.keyboard.press("Space")
    for _ in range(100):
        page.wait_for_timeout(100)
        if page.evaluate("lesson.clock.time") > 0.3:
            break
    page.keyboard.press("Space")
    assert 0.3 < page.evaluate("lesson.clock.time") < 30.0 and not page.evaluate("lesson.clock.playing")
    start, duration = page.evaluate(STEP_TIMES, BURN_STEP)
    page.locator("#time").fill(f"{start + HALF * duration:.2f}")
    assert page.inner_text("#name") == "Heat"
    assert differs(view, look(page, "#view")) > 0.2 and differs(ray, look(page, ".round")) > 0.05
    page.locator("#next").click()
    page.locator("#next").click()
    page.keyboard.press("ArrowLeft")
    assert page.inner_text("#name") == "First test", "two steps on and one back"
    page.keyboard.press("End")
    assert page.locator("#recovery svg").first.is_visible() and "After" in page.inner_text("#count")


def test_a_layer_goes_and_comes_and_a_slider_turns_the_x_ray(page: Page) -> None:
    go_to(page, "check_ap:1")
    before, ray = look(page, "#view"), look(page, ".round")
    page.locator("#layers summary").click()
    page.locator("#layer-list").get_by_label("Bones").uncheck()
    page.locator("#layers summary").click()
    page.locator("#oblique").fill("35")
    page.locator("#oblique").dispatch_event("change")
    assert differs(before, look(page, "#view")) > 0.1 and differs(ray, look(page, ".round")) > 0.15
    assert "35° to the patient's left" in page.inner_text("#angles")
    page.evaluate("document.querySelector('[data-layer=layer_bones]').click()")
    assert differs(before, look(page, "#view")) < 0.01


@pytest.mark.parametrize(
    ("canvas", "seen", "by", "alike"), [("view", "#view", 100, 0.01), ("xray", ".round", -60, 0.1)]
)
def test_a_hand_turns_a_picture_and_its_button_brings_it_back(
    page: Page, canvas: str, seen: str, by: float, alike: float
) -> None:
    go_to(page, "level")
    before, said = look(page, seen), page.inner_text("#angles")
    box = page.locator(f"#{canvas}").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 80, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 80 + by, box["y"] + 100, steps=3)
    page.mouse.up()
    assert differs(before, look(page, seen)) > 0.1
    page.locator(f"#{canvas}-back").click()
    page.wait_for_timeout(500)
    assert differs(before, look(page, seen)) < alike and page.inner_text("#angles") == said


def test_the_first_step_leads_from_the_joint_to_the_brain(page: Page) -> None:
    page.evaluate("lesson.toStep(0)")
    assert page.inner_text("#name") == "Where pain comes from"
    come = []
    for share in (0.2, 0.6, 0.99):
        page.evaluate("share => lesson.seek(share * lesson.head.steps[0].duration)", share)
        things = page.evaluate(
            "lesson.stage.things(lesson.clock.time, layer => lesson.shows(layer), null).filter(thing => thing.onTop)"
            ".map(thing => [thing.id, thing.place ? thing.place[2] : null])"
        )
        come.append(max(height for name, height in things if name == "signal"))
        assert ("pain:felt" in dict(things)) == (share > 0.9)
    assert come == sorted(come) and come[2] - come[0] > 400, "mm, from the lower back to the head"
    assert page.evaluate("lesson.stage.things(lesson.clock.time, () => true, null).some(thing => thing.id === 'brain')")


def test_language_and_readers_change_every_word(page: Page) -> None:
    go_to(page, "skin:1")
    english = page.inner_text("#caption")
    page.locator("[data-language=es]").click()
    assert page.evaluate("document.documentElement.lang") == "es"
    spanish = page.inner_text("#caption")
    assert spanish != english and "anestesia" in spanish and page.locator("#caption").get_attribute("lang") is None
    assert page.locator("#view").get_attribute("aria-label").startswith("Vista en 3D")
    page.locator("[data-audience=professional]").click()
    assert page.inner_text("#caption") != spanish
    assert page.locator("[data-word]").evaluate_all("all => all.filter(e => !e.textContent.trim()).length") == 0
    page.locator("[data-language=en]").click()
    page.locator("[data-audience=patient]").click()
    assert page.inner_text("#caption") == english


def test_axe_finds_no_barrier(page: Page) -> None:
    go_to(page, "check_oblique:1")
    page.locator("#open-about").click()
    assert violations(page) == []
    assert page.locator("#source-list tr").count() > 10 and "Cohen" in page.inner_text("#source-list")
    page.keyboard.press("Escape")
    page.locator("[data-language=es]").click()
    page.evaluate("lesson.toStep(lesson.head.steps.length - 2)")
    assert violations(page) == []
    page.locator("[data-language=en]").click()


@pytest.fixture(scope="module")
def scope(film: Film) -> Fluoroscope:
    """The Python projector on the same spine."""
    return fluoroscope(film.spine, bones=region("lumbar").beam)


ARMS = [
    ("level", 0.0, 0.0, None),
    (BURN_STEP, 35.0, 5.0, None),
    ("check_lateral:1", 90.0, 0.0, 152.4),  # the field in which the film magnifies neck and chest
    ("skin:2", -20.0, -40.0, None),
]


@pytest.mark.parametrize(("step", "oblique", "tilt", "field"), ARMS)
def test_the_x_ray_is_that_of_the_projector(
    page: Page, film: Film, scope: Fluoroscope, step: str, oblique: float, tilt: float, field: float | None
) -> None:
    told = page.evaluate(EXPOSE, [step, HALF, oblique, tilt, field])
    picture = np.frombuffer(base64.b64decode(told["picture"]), np.uint8).reshape(SIDE, SIDE)
    arm = CArm(
        tuple(told["isocentre"]),
        oblique,
        tilt,
        source_to_detector_mm=told["to_detector"],
        source_to_isocentre_mm=told["to_isocentre"],
        field_mm=told["field"],
        size=(SIDE, SIDE),
    )
    at = film.timeline.find(step)
    time_s = at.start_s + HALF * at.duration_s
    asked = film.scene(Sample(time_s, time_s)).fluoroscopy
    expected = scope.expose(arm, bodies(asked), look=Look(noise=False, marked=False)).picture
    inside = expected[SIDE // 2 - 180 : SIDE // 2 + 180, SIDE // 2 - 180 : SIDE // 2 + 180]
    assert inside.std() > 20, "there is something to compare"
    apart = picture.astype(float) - expected
    assert np.sqrt((apart**2).mean()) <= MOST_RMS


def test_a_device_that_adds_up_halves_alone_shows_the_same_x_ray(page: Page) -> None:
    pictures = {}
    for way in ("halves", "floats"):
        page.evaluate("way => { lesson.xray.projector.add(way); lesson.xray.kept.clear(); }", way)
        told = page.evaluate(EXPOSE, [BURN_STEP, HALF, 35.0, 5.0, None])
        pictures[way] = np.frombuffer(base64.b64decode(told["picture"]), np.uint8).astype(int)
    apart = np.abs(pictures["halves"] - pictures["floats"])
    assert apart.max() <= 2 and apart.mean() < 0.02


def test_on_a_phone_everything_fits_across_and_fingers_turn_the_x_ray(browser: Browser, lesson_file: Path) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, offline=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{lesson_file.as_uri()}#es")
    page.wait_for_selector("html[data-ready=all]", timeout=90_000)
    assert page.inner_text("#count").startswith("Paso 1 de")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    small = page.evaluate(
        "[...document.querySelectorAll('button, summary, select')].filter(e => e.checkVisibility()"
        " && Math.min(e.offsetWidth, e.offsetHeight) < 44).map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []
    before = page.evaluate("lesson.arm().oblique")
    page.evaluate(
        """() => { const e = document.getElementById('xray'), box = e.getBoundingClientRect();
        const send = (type, x) => e.dispatchEvent(new PointerEvent(type, {pointerId: 7, pointerType: 'touch',
            isPrimary: true, buttons: 1, clientX: box.x + x, clientY: box.y + 60, bubbles: true}));
        e.setPointerCapture = () => {};
        send('pointerdown', 90); send('pointermove', 60); send('pointerup', 60); }"""
    )
    assert page.evaluate("lesson.arm().oblique") > before + 5
    page.locator("#play").click()  # who wants no motion is shown a step after the other, each at rest
    page.wait_for_timeout(300)
    assert page.evaluate("lesson.clock.time") in (0, page.evaluate("lesson.clock.step.still"))
    context.close()


def test_without_webgl_the_steps_can_still_be_read(browser: Browser, lesson_file: Path) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null;")
    page.goto(lesson_file.as_uri())
    page.wait_for_selector("html[data-ready=words]")
    assert "WebGL" in page.inner_text("#trouble")
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#count").startswith("Step 2 of") and len(page.inner_text("#caption")) > 30
    context.close()
