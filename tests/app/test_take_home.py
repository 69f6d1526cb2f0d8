"""What to take home: the commands that make it, the process that runs them, who may fetch it, and the menu."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import aiohttp
import aiohttp.web
import numpy as np
import pydicom
import pytest
import trimesh
from driver import Driver
from PIL import Image
from test_accessible import violations
from trame_server import Server

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.serving.downloads import DOWNLOAD_PATH, Downloads
from spine_viewer.app.serving.screens import is_screen_path
from spine_viewer.app.state.document import as_text
from spine_viewer.app.take_home.orders import OPTIONS, OUT, STATE, Order, Shown, ordered
from spine_viewer.app.take_home.take_home_logic import TakeHomeLogic
from spine_viewer.app.take_home.workshop import Task, Workshop
from spine_viewer.app.text import text
from spine_viewer.cli import build_parser, main
from spine_viewer.errors import InputError

TREATED = Choices(mode="procedure", view="guided", joint="L4-L5", also=("L5-S1",), both_sides=True, language="es")


@pytest.mark.parametrize("kind", list(OPTIONS))
def test_every_order_is_a_line_that_the_command_line_reads(kind: str, tmp_path: Path) -> None:
    for option in OPTIONS[kind]:
        order = ordered(
            kind, option, TREATED, Shown((900, 700), True, only="L4" if kind == "model" else None, step="lesion:1")
        )
        file = tmp_path / order.file
        places = {OUT: str(file), STATE: str(tmp_path / "state.json")}
        options = build_parser().parse_args([places.get(one, one) for one in order.arguments])
        assert options.state == places[STATE] and Path(options.out) == file
        assert re.fullmatch(r"[\w.-]+", order.file), "no letter that a header or a shell would take for more"
    with pytest.raises(InputError, match="allowed"):
        ordered(kind, "exe", TREATED, Shown())


def test_names_say_what_it_is_about_and_the_picture_is_as_shown() -> None:
    assert ordered("handout", "a4", TREATED, Shown()).file == "medial-branch-rf-L4-L5-L5-S1-both-es.pdf"
    exploring = replace(TREATED, mode="explore", view="lateral_left")
    assert ordered("model", "stl", exploring, Shown()).file == "spine-lumbar-lateral_left.stl"
    film = ordered("movie", "gif", TREATED, Shown(step="lesion:1"))
    assert film.file == "medial-branch-rf-L4-L5-L5-S1-both-lesion-1-es.gif"
    assert "--from" not in ordered("movie", "mp4", TREATED, Shown(step="lesion:1")).arguments
    dicom = ordered("dicom", "dcm", TREATED, Shown((900, 700), beside_bone=True)).arguments
    assert dicom[-4:] == ("--size", "900x700", "--heat", "bone")


@pytest.mark.graphics
def test_a_gif_is_of_the_step_that_is_shown(tmp_path: Path) -> None:
    choices = replace(TREATED, procedure="facet-injection", also=(), both_sides=False)
    places = {OUT: str(tmp_path / "a.gif"), STATE: str(tmp_path / "state.json")}
    Path(places[STATE]).write_text(as_text(choices), encoding="utf-8")
    order = ordered("movie", "gif", choices, Shown(step="skin:1"))
    quick = ("--size", "320x240", "--fps", "1", "--quality", "moving")
    assert main([*(places.get(one, one) for one in order.arguments), *quick]) == 0
    with Image.open(places[OUT]) as film:
        assert film.size == (320, 240) and film.n_frames == 5, "one for each second of the step"
        first, last = (np.asarray(film.convert("RGB")) for _ in map(film.seek, (0, 4)))
    assert (np.abs(first.astype(int) - last).max(axis=2) > 40).mean() > 0.01


@pytest.mark.parametrize(
    ("language", "line", "told", "spoken", "why"),
    [
        ("es", "no OpenGL library on this machine; run: apt-get install -y libegl1",
         "este equipo no tiene biblioteca OpenGL; ejecute: apt-get install -y libegl1", "es", "why"),
        ("es", "MemoryError", "MemoryError", "en", "why_in_english"),
        ("en", "MemoryError", "MemoryError", "en", "why"),
    ],
)  # fmt: skip
def test_what_went_wrong_is_told_in_the_language_of_the_page_or_as_english(
    language: str, line: str, told: str, spoken: str, why: str, tmp_path: Path
) -> None:
    nothing = type("Nothing", (), {"__getattr__": lambda *_: None})()
    logic = TakeHomeLogic(
        Server(),
        Store(Choices(language=language)),
        *[nothing] * 5,  # type: ignore[arg-type]
    )
    row = logic.told(Task(1, Order("handout", (), "a.pdf"), tmp_path, "failed", problem=line))
    assert (row["problem"], row["spoken"], row["why"]) == (told, spoken, why)
    assert text(f"take_home.{why}", language)


SCRIPT = """
import sys, time
out, state, what = sys.argv[1:4]
print("progress 0.5", file=sys.stderr, flush=True)
if what == "fails": sys.exit("spine-viewer: it cannot be done; run: spine-viewer doctor")
if what == "empty": sys.exit(0)
if what == "sleeps": time.sleep(60)
open(out, "w").write(open(state).read())
"""


def made(*whats: str, cancel: int | None = None) -> tuple[list[Task], list[tuple[int, str, float | None]]]:
    """Tasks of a script in place of the command line, and what was told of them; one may be given up when it runs."""

    async def run() -> tuple[list[Task], list[tuple[int, str, float | None]]]:
        told: list[tuple[int, str, float | None]] = []

        def changed(task: Task) -> None:
            told.append((task.number, task.stage, task.part))
            if task.number == cancel and task.part == 0.5 and task.open:
                workshop.cancel(task)

        workshop = Workshop(changed, (sys.executable, "-c", SCRIPT))
        tasks = [workshop.add(Order("handout", (OUT, STATE, what), "a.pdf"), '{"a": 1}') for what in whats]
        while any(task.open for task in tasks):
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)
        for task in tasks:
            assert task.file.is_file() == (task.stage == "done")
        assert all(json.loads(task.file.read_text()) == {"a": 1} for task in tasks if task.stage == "done")
        workshop.close()
        assert not any(task.folder.exists() for task in tasks)
        return tasks, told

    return asyncio.run(run())


def test_orders_are_made_one_after_the_other_and_tell_how_far_they_are() -> None:
    tasks, told = made("makes", "fails", "empty", "makes")
    assert [task.stage for task in tasks] == ["done", "failed", "failed", "done"]
    assert tasks[1].problem == "it cannot be done; run: spine-viewer doctor"
    assert tasks[2].problem == "", "it said nothing"
    assert told[:3] == [(1, "working", None), (1, "working", 0.5), (1, "done", 1.0)]
    assert [number for number, _, _ in told] == sorted(number for number, _, _ in told)


def test_what_is_given_up_ends_at_once_and_the_next_goes_on() -> None:
    tasks, _ = made("sleeps", "makes", cancel=1)
    assert [task.stage for task in tasks] == ["cancelled", "done"] and tasks[0].problem == ""


def test_a_file_is_fetched_under_its_own_address_only_as_long_as_it_is_offered(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<script>alert(1)</script>")

    async def run() -> list[int]:
        downloads, app = Downloads(), aiohttp.web.Application()
        downloads.add_routes(app.router)
        address = downloads.offer(tmp_path / "a.html", "lesson.html")
        runner = aiohttp.web.AppRunner(app)
        await runner.setup()
        site = aiohttp.web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        found = []
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            async with session.get(address) as answer:
                assert answer.headers["Content-Disposition"] == 'attachment; filename="lesson.html"'
                assert answer.headers["Content-Type"] == "application/octet-stream"
                assert await answer.text() == "<script>alert(1)</script>"
                found.append(answer.status)
            for other in (address + "x", DOWNLOAD_PATH + "a.html", DOWNLOAD_PATH + "..%2f..%2fetc%2fpasswd"):
                async with session.get(other) as answer:
                    found.append(answer.status)
            downloads.withdraw(address)
            async with session.get(address) as answer:
                found.append(answer.status)
        await runner.cleanup()
        assert not is_screen_path(address), "a shared screen cannot reach it: the guard lets it in nowhere else"
        return found

    assert asyncio.run(run()) == [200, 404, 404, 404, 404]


@pytest.mark.browser
def test_the_menu_makes_a_model_beside_the_viewer_and_hands_it_out(driver: Driver, tmp_path: Path) -> None:
    page = driver.page
    driver.after(lambda: page.evaluate("window.trame.trigger('choose_structure', ['L4'])"), "view")
    page.keyboard.press("t")
    page.locator("#take-do-model").wait_for()
    assert page.locator("#take-do-handout").is_disabled() and "procedure" in driver.text("#take-about")
    page.locator("#take-only").check()
    page.locator("#take-option-model").select_option("stl")
    page.locator("#take-do-model").click()
    page.locator("#take-do-dicom").click()
    model, picture = page.locator(".take-task").nth(1), page.locator(".take-task").nth(0)
    model.get_by_role("progressbar").wait_for()
    picture.get_by_role("button", name="Cancel").click()
    picture.get_by_role("button", name="Remove").click()
    page.keyboard.press("Escape")
    driver.after(lambda: driver.drag(60, 0), "view")
    page.get_by_role("button", name="Take home").click()
    with page.expect_download() as fetched:
        page.locator("#take-do-xray_dicom").click()
    fetched.value.save_as(tmp_path / "x.dcm")
    xray = pydicom.dcmread(tmp_path / "x.dcm")
    assert xray.SyntheticData == "YES" and (xray.Rows, xray.Columns) == (1024, 1024)
    with page.expect_download() as fetched:
        page.locator('.take-task[data-stage="done"] a').click()
    assert fetched.value.suggested_filename == "spine-L4.stl"
    fetched.value.save_as(tmp_path / "a.stl")
    assert violations(page) == []
    bone = trimesh.load_mesh(tmp_path / "a.stl")
    assert bone.is_watertight and 20e3 < bone.volume < 120e3, "one vertebra, mm3"
    address = urljoin(page.url, str(page.locator(".take-task a").get_attribute("href")))
    assert page.request.get(address, headers={"Host": "evil.example"}).status == 403
    page.get_by_role("button", name="Remove").click()
    page.locator(".take-task").wait_for(state="detached")
    assert page.request.get(address).status == 404
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
