"""Make the pictures of the README into docs/pictures: ``python tools/readme_pictures.py [NAME ...]``."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PROCEDURE, JOINT, SIDE = "medial-branch-rf", "L4-L5", "left"
BLOCK = "medial-branch-block"
Picture = NDArray[np.uint8]


def lumbar_nerves() -> Picture:
    """The lumbar spine with its nerves, from behind and obliquely."""
    from spine_viewer.render.still import picture_of
    from spine_viewer.scene import SceneRequest

    return picture_of(SceneRequest(view="oblique-left", side="left"), (1600, 1300))


def whole_spine() -> Picture:
    """The whole spine from the left."""
    from spine_viewer.render.still import picture_of
    from spine_viewer.scene import DEFAULT_LAYERS, SceneRequest

    request = SceneRequest(region="whole", view="oblique-left", layers=DEFAULT_LAYERS - {"labels"})
    return picture_of(request, (1000, 1800))


def neck() -> Picture:
    """The neck with its nerves, from behind and obliquely."""
    from spine_viewer.render.still import picture_of
    from spine_viewer.scene import SceneRequest

    return picture_of(SceneRequest(region="cervical", view="oblique-left", side="left"), (1600, 1300))


def pain_way() -> Picture:
    """The first step of a film, three moments: the signal on the nerves, in the cord, in the brain."""
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.procedures import plan
    from spine_viewer.render.contact_sheet import contact_sheet
    from spine_viewer.render.still import picture_of
    from spine_viewer.scene import SceneRequest

    spine = Spine.load("prone")
    step = plan(spine, PROCEDURE, JOINT, SIDE).timeline().find("pain")
    request = SceneRequest(view="guided", audience="patient", procedure=PROCEDURE, joint=JOINT, side=SIDE)
    moments = [step.start_s + share * step.duration_s for share in (0.22, 0.62, 0.95)]
    pictures = [picture_of(request, (700, 800), at=str(moment), spine=spine, text_px=24) for moment in moments]
    return contact_sheet(pictures, ["on its nerves", "in the spinal cord", "felt in the brain"], columns=3)


def close_up() -> Picture:
    """The medial branches of the L4-5 joint under the mamillo-accessory ligament."""
    from spine_viewer.render.still import picture_of
    from spine_viewer.scene import SceneRequest

    return picture_of(SceneRequest(view="close-up", joint=JOINT, side=SIDE), (1600, 1200))


def healthy_and_worn() -> Picture:
    """The L4-5 segment, healthy and worn: in 3D, and as X-ray obliquely and from the side."""
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.anatomy.variation.request import Variation
    from spine_viewer.imaging import fluoroscope, view
    from spine_viewer.render.contact_sheet import contact_sheet
    from spine_viewer.render.still import picture_of
    from spine_viewer.scene import SceneRequest

    pictures, titles = [], []
    for title, variation in (("healthy", Variation()), ("worn", Variation(degeneration={JOINT: 0.9}))):
        spine = Spine.build(variation, pose="prone")
        layers = frozenset({"bones", "discs", "cartilage"})
        request = SceneRequest(view="close-up", joint=JOINT, side=SIDE, layers=layers)
        pictures.append(picture_of(request, (800, 800), spine=spine))
        scope = fluoroscope(spine)
        for name in ("oblique", "lateral"):
            pictures.append(as_rgb(scope.expose(view(spine, name, "L4", SIDE).sized(800), []).picture))
        titles += [title, f"{title}, oblique X-ray", f"{title}, lateral X-ray"]
    return contact_sheet(pictures, titles, columns=3)


def neurotomy_fluoroscopy() -> Picture:
    """An L4-5 neurotomy under fluoroscopy: AP, oblique and lateral side by side, needles in place."""
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.imaging import Room, fluoroscope, needle
    from spine_viewer.procedures import Timeline, plan
    from spine_viewer.render.contact_sheet import contact_sheet
    from spine_viewer.scene.compose import planned_carm

    spine = Spine.load(pose="prone")
    planned = plan(spine, PROCEDURE, joint=JOINT, side=SIDE)
    moment = Timeline.of(planned).at(Timeline.of(planned).still("lesion:2"))
    scope, room = fluoroscope(spine), Room.of(spine.skin.mesh.points)
    steel = [
        needle(f"needle {n.index}", [n.hub, n.tip], n.needle.outer_diameter_mm) for n in moment.needles if n.visible
    ]
    pictures, titles = [], []
    for name, title in (("ap", "AP"), ("oblique", "Oblique"), ("lateral", "Lateral")):
        carm = planned_carm(room, planned.nerves[0].views[name], SIDE).sized(800)
        pictures.append(as_rgb(scope.expose(carm, steel).picture))
        titles.append(title)
    return contact_sheet(pictures, titles, columns=3)


def lesion() -> Picture:
    """The heat at the nerve beside the bone, from close by."""
    from spine_viewer.render.still import picture_of
    from spine_viewer.scene import SceneRequest

    request = SceneRequest(view="guided", procedure=PROCEDURE, joint=JOINT, side=SIDE)
    return picture_of(request, (1600, 1200), at="lesion:1", heat="bone")


def c_arm() -> Picture:
    """The C-arm at the patient on the table."""
    from spine_viewer.render.still import picture_of
    from spine_viewer.scene import DEFAULT_LAYERS, SceneRequest

    request = SceneRequest(view="room", procedure=PROCEDURE, joint=JOINT, side=SIDE)
    request = replace(request, layers=(DEFAULT_LAYERS | {"c_arm", "skin"}) - {"labels"})
    return picture_of(request, (1600, 1200), at="check_ap:1")


def app() -> Picture:
    """The app in a browser window, as somebody sees it in the middle of a neurotomy."""
    return app_window(set_app_scene, "--procedure", PROCEDURE, "--joint", JOINT, "--side", SIDE)


def app_window(set_scene: Callable[[Any], None], *options: str) -> Picture:
    """The app in a browser window, once ``set_scene`` has brought its page to what is wanted."""
    from io import BytesIO

    from PIL import Image
    from playwright.sync_api import sync_playwright

    command = [sys.executable, str(ROOT / "app.py"), "view", "--no-browser", "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        url = wait_for_url(process)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=str(CHROMIUM), args=list(CHROMIUM_FLAGS))
            page = browser.new_page(viewport={"width": 1600, "height": 1000})
            page.goto(url)
            page.wait_for_function("window.__ready === true", timeout=120_000)
            set_scene(page)
            shot = page.screenshot()
            browser.close()
    finally:
        process.terminate()
        process.wait(timeout=20)
    return np.asarray(Image.open(BytesIO(shot)).convert("RGB"))


AT_REST = """() => ['view', 'fluoroscopy'].every(name => {
  const frame = (window.__frames || {})[name];
  return frame && frame.quality === 'rest';
})"""
STEPS_TO_LESION = 40


def set_app_scene(page: Any) -> None:
    """Step the film to the end of the first heating and wait until both pictures are at rest."""
    page.wait_for_function(AT_REST, timeout=120_000)
    title = page.locator(".transport-step span").first
    for _ in range(STEPS_TO_LESION):
        if title.inner_text() == "Heat":
            break
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(700)
        page.wait_for_function(AT_REST, timeout=120_000)
    else:
        raise RuntimeError("the film has no step that heats")
    page.wait_for_function("!document.querySelector('.heat-work progress')", timeout=120_000)
    page.wait_for_timeout(2500)
    page.wait_for_function(AT_REST, timeout=120_000)


def needle_practice() -> Picture:
    """A task of needle practice: the needle in its place, seen from the side, with contrast."""
    return app_window(set_needle_task)


def set_needle_task(page: Any) -> None:
    """Place the first needle of a block as the plan has it: end-on in its own view, then contrast in lateral."""
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.imaging import Room, view
    from spine_viewer.imaging.carm import angles_of
    from spine_viewer.imaging.machine.motion import stand_beside
    from spine_viewer.procedures import plan

    spine = Spine.load(pose="prone")
    nerve = plan(spine, BLOCK, joint=JOINT, side=SIDE).nerves[0]
    way = nerve.placements[0].trajectory
    ap = Room.of(spine.skin.mesh.points).reached(view(spine, "ap", nerve.bone, SIDE), stand_beside(SIDE))
    angles = dict(zip(("oblique", "tilt"), map(round, angles_of(-way.direction)), strict=True))
    arm = ap.turned(float(angles["oblique"]), float(angles["tilt"]))

    page.keyboard.press("4")
    page.locator("[data-exercise=needle]").first.click()
    page.select_option("#needle-procedure", BLOCK)
    page.click("#needle-start")
    page.wait_for_selector("#needle-enter", timeout=120_000)
    page.select_option("#carm-level", nerve.bone)
    page.click("[data-carm=ap]")
    for name, degrees in angles.items():
        page.locator(f"#carm-{name}").fill(str(degrees))
        page.wait_for_timeout(500)
    expose(page)
    box = page.locator(".xray .picture").bounding_box()
    column, row = arm.pixel_of(way.tip) / arm.size[0]
    page.mouse.click(box["x"] + column * box["width"], box["y"] + row * box["height"])
    page.wait_for_selector(".xray-aim")
    page.click("#needle-enter")
    page.wait_for_selector("#needle-steer")
    page.click("[data-step='1']")
    for _ in range(round(way.depth_mm)):
        page.keyboard.press("w")
    page.click("[data-carm=lateral]")
    expose(page)
    page.click("#needle-placed")
    page.keyboard.press("v")
    page.click("[data-treat=contrast]")
    page.wait_for_timeout(8000)  # where the fluid goes is worked out
    page.evaluate("document.querySelector('.practice').scrollTo(0, 0)")
    page.wait_for_function(AT_REST, timeout=120_000)


def expose(page: Any) -> None:
    """One picture."""
    page.keyboard.press("x")
    page.wait_for_timeout(2500)


def wait_for_url(process: subprocess.Popen[str]) -> str:
    """The first URL that the app prints."""
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"https?://\S+", line)
        if found:
            return found.group(0)
    raise RuntimeError("the app ended without printing a URL")


def as_rgb(picture: Picture) -> Picture:
    """Grey or RGB as RGB."""
    return picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)


PICTURES: dict[str, Callable[[], Picture]] = {
    "lumbar_nerves": lumbar_nerves,
    "whole_spine": whole_spine,
    "neck": neck,
    "pain_way": pain_way,
    "close_up": close_up,
    "healthy_and_worn": healthy_and_worn,
    "neurotomy_fluoroscopy": neurotomy_fluoroscopy,
    "lesion_close_up": lesion,
    "c_arm": c_arm,
    "app": app,
    "needle_practice": needle_practice,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*PICTURES, []], help="default: all")
    names = parser.parse_args().names or list(PICTURES)
    from spine_viewer.render.still import write_png

    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names:
        print(write_png(FOLDER / f"{name}.png", PICTURES[name]()).relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
