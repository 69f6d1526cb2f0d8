"""Time to the first picture of a lesson, beside that of PyVista's ``export_html`` of the same meshes.

    python benchmarks/lesson.py [LESSON.html] [--runs 5]

Both files are opened from disk by Chromium with software OpenGL and no network, in turns, each in a fresh context. The
first picture is the first frame that the screen shows with something on it where the bones are. Without a file the
lesson of a lumbar neurotomy at L4-L5 is made first.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyvista as pv
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from spine_viewer.export.lesson.read import ReadLesson, read_lesson
from spine_viewer.render.tube import rounded_tube

BROWSER = os.environ.get("SPINE_VIEWER_BROWSER", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"]
SIZE = {"width": 1280, "height": 800}
PATIENCE_S = 120.0
SEEN = 30.0  # grey levels between the darkest and the lightest of the middle of a picture that shows something
MOST_MB, MOST_RATIO = 4.0, 0.6


def meshes_of(lesson: ReadLesson) -> list[tuple[pv.PolyData, list[float], float]]:
    """Everything that the lesson's first picture shows: mesh, colour and opacity."""
    head, found = lesson.head, []
    shown = {*head["layers"], *(("skin", "c_arm") if head["steps"][0]["skin"] else ())}
    for item in head["items"]:
        row = item["track"][0]
        if item["layer"] not in shown or row[0] > 0.0 or len(row) == 1:
            continue
        shape, colour, opacity, size = item["shapes"][int(row[1])], row[2:5], row[5], row[6]
        if "mesh" in shape:
            found.append((pv.PolyData.from_regular_faces(*lesson.mesh(shape["mesh"])), colour, opacity))
        elif "tube" in shape:
            path = np.array(head["paths"][shape["tube"]]).reshape(-1, 3)
            found.append((rounded_tube(path, size, 8 if size < 1.2 else 12, 1.3), colour, opacity))
    return found


def write_pyvista(lesson: ReadLesson, path: Path) -> int:
    """The same meshes by ``export_html``, seen from the same side; returns the triangles."""
    plotter = pv.Plotter(off_screen=True, window_size=(SIZE["width"], SIZE["height"]))
    count = 0
    for mesh, colour, opacity in meshes_of(lesson):
        plotter.add_mesh(mesh, color=colour, opacity=opacity, smooth_shading=True)
        count += mesh.n_cells
    camera = lesson.head["cameras"][0]
    focal, toward, up = np.array(camera[1:4]), np.array(camera[4:7]), camera[7:10]
    plotter.camera_position = [focal + camera[10] / np.tan(np.radians(7.0)) * toward, focal, up]
    plotter.camera.view_angle = 14.0
    asyncio.run(_export(plotter, path))
    plotter.close()
    return count


async def _export(plotter: pv.Plotter, path: Path) -> None:
    from trame_pyvista.jupyter import launch_server

    await launch_server().ready
    plotter.trame.export_html(str(path))


def first_picture_s(browser: Browser, path: Path) -> float:
    """Seconds from asking for a file until the screen shows something in the middle of its left part."""
    context = browser.new_context(viewport=SIZE, offline=True)
    page = context.new_page()
    page.goto("about:blank")
    cdp, seen = context.new_cdp_session(page), []

    def frame(event: dict) -> None:
        picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(event["data"]))).convert("L"), dtype=float)
        rows, columns = picture.shape
        middle = picture[int(0.3 * rows) : int(0.8 * rows), int(0.2 * columns) : int(0.6 * columns)]
        if np.ptp(np.percentile(middle, [2, 98])) > SEEN:
            seen.append(time.perf_counter())
        cdp.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    cdp.on("Page.screencastFrame", frame)
    cdp.send("Page.startScreencast", {"format": "jpeg", "quality": 60, "everyNthFrame": 1})
    start = time.perf_counter()
    page.goto(path.as_uri(), wait_until="commit")
    while not seen and time.perf_counter() - start < PATIENCE_S:
        page.wait_for_timeout(10)
    context.close()
    if not seen:
        raise SystemExit(f"{path} showed nothing within {PATIENCE_S:g} s")
    return seen[0] - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lesson", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.lesson or Path(folder) / "lesson.html"
        if options.lesson is None:
            what = ["--procedure", "medial-branch-rf", "--joint", "L4-L5", "--side", "left"]
            subprocess.run([sys.executable, "-m", "spine_viewer.cli", "lesson", str(path), *what], check=True)
        other = Path(folder) / "pyvista.html"
        triangles = write_pyvista(read_lesson(path), other)
        times: dict[Path, list[float]] = {path: [], other: []}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
            for run in range(options.runs + 1):
                for one in (path, other) if run % 2 else (other, path):
                    taken = first_picture_s(browser, one)
                    if run:  # the first one warms the browser
                        times[one].append(taken)
            browser.close()
        megabytes = path.stat().st_size / 1e6
        ours, theirs = (statistics.median(times[one]) for one in (path, other))
        print(f"{triangles} triangles in the first picture")
        print(f"lesson       {megabytes:5.2f} MB   first picture {ours:5.2f} s (median of {options.runs})")
        print(f"export_html  {other.stat().st_size / 1e6:5.2f} MB   first picture {theirs:5.2f} s")
        print(f"ratio {ours / theirs:.2f} (at most {MOST_RATIO}), size at most {MOST_MB} MB")
    return 0 if ours <= MOST_RATIO * theirs and megabytes <= MOST_MB else 1


if __name__ == "__main__":
    raise SystemExit(main())
