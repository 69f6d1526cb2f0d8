"""A shared screen shows what the clinician sees, and nothing that it says is heard."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import aiohttp
import msgpack
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from driver import PATIENCE_MS, Driver, difference
from wslink.chunking import generate_chunks

from spine_viewer.app.present.qr import qr_path
from spine_viewer.app.serving import guard as guarding
from spine_viewer.app.serving.mirrors import MOST, Mailbox, Mirrors
from spine_viewer.app.serving.screens import ENDED, add_screen_routes, is_screen_path
from spine_viewer.app.serving.sharing import Sharing

PICTURE = {"number": 1, "quality": "rest", "width": 8, "height": 6, "mime": "image/jpeg", "content": b"jpeg"}


def header_of(message: bytes) -> dict[str, Any]:
    """Header of a message of the wire."""
    length = int.from_bytes(message[:4], "big")
    found: dict[str, Any] = json.loads(message[4 : 4 + length])
    return found


# Without a browser -------------------------------------------------------------------------------------------------


def test_a_slow_screen_gets_the_newest_of_each_kind_and_skips_the_rest() -> None:
    async def scene() -> list[bytes]:
        box = Mailbox({"words": b"old words"})
        for number in range(100):
            box.put("view", b"view %d" % number)
        box.put("words", b"new words")
        found = [await box.take(), await box.take()]
        box.end()
        return [*found, await box.take()]  # type: ignore[list-item]

    assert asyncio.run(scene()) == [b"new words", b"view 99", None]


def test_who_comes_late_sees_what_is_shown_now() -> None:
    async def scene() -> list[dict[str, Any]]:
        mirrors = Mirrors()
        mirrors.show_picture("view", PICTURE)
        mirrors.show_picture("fluoroscopy", {**PICTURE, "layer": b"png"})
        mirrors.show_picture("fluoroscopy", {"layer": None})
        box = mirrors.join()
        return [header_of(await box.take() or b"") for _ in range(3)]

    found = asyncio.run(scene())
    assert [one["kind"] for one in found] == ["view", "fluoroscopy", "fluoroscopy-layer"]
    assert "number" not in found[0] and found[0]["width"] == 8


def test_the_key_is_new_each_time_and_dies_with_the_sharing() -> None:
    sharing = Sharing(Mirrors(), "127.0.0.1", lambda: 4321)
    first, second = sharing.start().rpartition("/")[2], sharing.start().rpartition("/")[2]
    assert len(first) >= 22 and first != second
    assert sharing.mirrors.admits(second) and not sharing.mirrors.admits(first)
    sharing.stop()
    assert not sharing.mirrors.admits(second) and not sharing.mirrors.admits("")
    assert not sharing.in_network and Sharing(Mirrors(), "0.0.0.0", lambda: 1).in_network


def served(act: Callable[[Mirrors, str, aiohttp.ClientSession], Awaitable[Any]]) -> Any:
    """Run ``act`` against a server of shared screens alone, behind the guard."""

    async def scene() -> Any:
        mirrors, app = Mirrors(), web.Application()
        add_screen_routes(app.router, mirrors)
        server = TestServer(app)
        app.middlewares.append(guarding.guard(lambda: server.port or 0))
        await server.start_server()
        async with aiohttp.ClientSession() as session:
            try:
                return await act(mirrors, f"http://127.0.0.1:{server.port}", session)
            finally:
                await server.close()

    return asyncio.run(scene())


def wire(base: str, key: str, session: aiohttp.ClientSession) -> Any:
    """The wire of a shared screen as its own page opens it."""
    return session.ws_connect(f"{base}/screen/{key}/wire", headers={"Origin": base})


def test_a_screen_that_never_reads_holds_up_nobody() -> None:
    async def act(mirrors: Mirrors, base: str, session: aiohttp.ClientSession) -> tuple[float, int]:
        key = mirrors.open()
        async with wire(base, key, session), wire(base, key, session) as reader:
            started, seen = asyncio.get_running_loop().time(), 0
            for number in range(60):  # 60 MB, far more than the sockets hold for the one that does not read
                mirrors.show_picture("view", {**PICTURE, "width": number, "content": bytes(1_000_000)})
                await asyncio.sleep(0)
                seen = header_of(await reader.receive_bytes(timeout=5))["width"]
            return asyncio.get_running_loop().time() - started, seen

    took, seen = served(act)
    assert seen == 59, "the one that reads sees the last picture"
    assert took < 4


@pytest.mark.parametrize("message", ["text", b"binary", b"x" * 10_000])
def test_whatever_a_screen_says_ends_its_wire(message: str | bytes) -> None:
    async def act(mirrors: Mirrors, base: str, session: aiohttp.ClientSession) -> tuple[int | None, int]:
        async with wire(base, mirrors.open(), session) as found:
            await (found.send_str(message) if isinstance(message, str) else found.send_bytes(message))
            await found.receive(timeout=5)
            return found.close_code, mirrors.watching

    assert served(act) in ((1008, 0), (1009, 0), (1008, 1), (1009, 1))


def test_stopping_cuts_every_screen_off_and_the_link_is_dead() -> None:
    async def act(mirrors: Mirrors, base: str, session: aiohttp.ClientSession) -> tuple[Any, ...]:
        key = mirrors.open()
        async with wire(base, key, session) as one, wire(base, key, session) as other:
            watching = mirrors.watching
            mirrors.close()
            for found in (one, other):
                await found.receive(timeout=5)
        async with session.get(f"{base}/screen/{key}") as page:
            status = page.status
        return watching, one.close_code, other.close_code, status

    assert served(act) == (2, ENDED, ENDED, 404)


def test_only_so_many_screens() -> None:
    async def act(mirrors: Mirrors, base: str, session: aiohttp.ClientSession) -> int:
        key = mirrors.open()
        for _ in range(MOST):
            mirrors.join()
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await wire(base, key, session)
        return refused.value.status

    assert served(act) == 503


def test_another_machine_reaches_the_shared_screen_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(mirrors: Mirrors, base: str, session: aiohttp.ClientSession) -> list[int]:
        key = mirrors.open()
        asked = [
            ("/", {}), ("/ws", {}), ("/screen/wrong", {}), ("/screen/files/key.js", {}), (f"/screen/{key}/../../", {}),
            (f"/screen/{key}", {"Host": "evil.example:80"}), (f"/screen/{key}", {}), ("/screen/files/mirror.js", {}),
        ]  # fmt: skip
        found = []
        for path, headers in asked:
            async with session.get(base + path, headers=headers) as answer:
                found.append(answer.status)
        return found

    monkeypatch.setattr(guarding, "_ends", lambda _: ("192.168.1.9", "192.168.1.2"))
    assert served(run) == [403, 403, 404, 404, 403, 403, 200, 200]


@pytest.mark.parametrize(
    ("peer", "own", "same"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("::1", "::1", True),
        ("192.168.1.2", "192.168.1.2", True),
        ("192.168.1.9", "192.168.1.2", False),
        ("8.8.8.8", "127.0.0.1", False),
        (None, None, False),
        ("", "", False),
    ],
)
def test_what_is_on_the_same_machine(peer: str | None, own: str | None, same: bool) -> None:
    assert guarding.same_machine(peer, own) == same


def test_paths_of_a_screen() -> None:
    for path in ("/screen/a-_1", "/screen/a/wire", "/screen/files/mirror.js"):
        assert is_screen_path(path)
    for path in ("/", "/ws", "/screen/", "/screen/../ws", "/screen/a/b", "/screen/a/wire/x", "/screen/files/../x"):
        assert not is_screen_path(path)


def test_a_qr_code_is_one_path_with_its_quiet_zone() -> None:
    path, side = qr_path("http://192.168.1.20:43210/screen/0123456789abcdefghijkl")
    assert path.startswith("M4 4h7v1h-7z"), "the upper left finder begins after four modules of white"
    assert side % 4 == 1 and 21 + 8 <= side <= 57


# In the browser ----------------------------------------------------------------------------------------------------

browser_test = pytest.mark.browser


def shared(driver: Driver) -> str:
    """Share the screen of a driver; gives the link."""
    driver.page.get_by_role("button", name="Share screen").click()
    driver.page.get_by_role("button", name="Start sharing").click()
    link = driver.page.locator("#share-link")
    link.wait_for()
    return str(link.input_value())


@browser_test
@pytest.mark.graphics
def test_a_tablet_follows_and_cannot_drive(driver: Driver) -> None:
    link, page = shared(driver), driver.page
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    tablet = page.context.browser.new_page(viewport={"width": 1024, "height": 768})  # type: ignore[union-attr]
    tablet.set_default_timeout(PATIENCE_MS)
    complaints: list[str] = []
    tablet.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    tablet.goto(link)
    tablet.wait_for_selector(".mirror[data-view][data-fluoroscopy][data-words]")
    follower = Driver(tablet)
    assert tablet.locator("button, input, select, a, [tabindex='0']").count() == 0, "there is nothing to press"
    names = set(page.locator(".view .name").all_inner_texts())
    assert set(tablet.locator(".name").all_inner_texts()) == names
    before = follower.look("[data-picture=view] canvas")

    driver.after(lambda: page.keyboard.press("2"), "view")
    page.wait_for_selector(".play:not(:disabled)")
    driver.after(lambda: page.keyboard.press("ArrowRight"), "view", "fluoroscopy")
    caption = driver.text("#caption")
    tablet.get_by_text(caption).wait_for()
    assert "Step 2 of" in follower.text(".mirror-head")
    after = follower.look("[data-picture=view] canvas")
    assert before.shape != after.shape or difference(before, after) > 0.02

    with ThreadPoolExecutor(1) as beside:  # an event loop of the browser's driver runs in this thread
        beside.submit(asyncio.run, speak_out_of_turn(link)).result()
    assert "Step 2 of" in driver.text(".transport-step"), "the message changed nothing"

    driver.after(lambda: page.keyboard.press("3"), "view")
    page.wait_for_selector("#when")
    tablet.get_by_text(driver.text("#when"), exact=True).wait_for()

    page.get_by_role("button", name="Share screen").click()
    page.get_by_role("button", name="Stop sharing").click()
    tablet.wait_for_selector(".mirror[data-state=ended]")
    assert "ended" in tablet.locator(".mirror-wait").inner_text()
    assert complaints == []
    tablet.reload()
    assert "Nothing is shared" in tablet.locator("h1").inner_text()
    tablet.close()
    page.keyboard.press("Escape")
    driver.after(lambda: page.keyboard.press("1"), "view")


async def speak_out_of_turn(link: str) -> None:
    """Send a well-made order, from a shared screen and with its key from the clinician's own wire; both are refused."""
    base, key = link.split("/screen/")
    order = msgpack.packb(
        {
            "wslink": "1.0",
            "id": "rpc:c0:1",
            "method": "trame.trigger",
            "args": ["spine_viewer_key", ["1"], {}],
            "kwargs": {},
        }
    )
    hello = {"id": "system:c0:0", "method": "wslink.hello", "args": [{"secret": key}], "wslink": "1.0", "kwargs": {}}
    async with aiohttp.ClientSession() as session:
        async with wire(base, key, session) as screen:
            for chunk in generate_chunks(order, 4000):
                await screen.send_bytes(chunk)
            while not screen.closed:
                await screen.receive(timeout=5)
            assert screen.close_code == 1008
        async with session.ws_connect(f"{base}/ws", headers={"Origin": base}) as own:
            for message in (msgpack.packb(hello), order):
                for chunk in generate_chunks(message, 4000):
                    await own.send_bytes(chunk)
                answer = await own.receive(timeout=5)
                assert answer.type != aiohttp.WSMsgType.BINARY or b"error" in answer.data
        for headers, path in (({}, key), ({"Origin": "https://evil.example"}, key), ({"Origin": base}, "x" * 22)):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(f"{base}/screen/{path}/wire", headers=headers)
            assert refused.value.status in (403, 404)
