"""A running viewer refuses a wrong key, foreign pages and foreign names, and listens on this machine only."""

from __future__ import annotations

import asyncio
import socket
from typing import Any
from urllib.parse import parse_qs, urlparse

import aiohttp
import msgpack
import pytest
from driver import PATIENCE_MS, running
from playwright.sync_api import Browser
from wslink.chunking import UnChunker, generate_chunks

pytestmark = pytest.mark.browser
CHUNK = 4_000_000


def parts(url: str) -> tuple[str, int, str]:
    """Host, port and key of the viewer's address."""
    found = urlparse(url)
    assert found.hostname is not None and found.port is not None
    return found.hostname, found.port, parse_qs(found.query)["secret"][0]


async def say_hello(url: str, key: str, **headers: str) -> dict[str, Any]:
    """Open a websocket, introduce ourselves and ask for the state; gives both answers."""
    host, port, _ = parts(url)
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"http://{host}:{port}/ws", headers=headers, timeout=aiohttp.ClientWSTimeout(10)) as wire,
    ):
        answers = {}
        unchunk = UnChunker()
        for name, message in (
            ("hello", {"id": "system:c0:0", "method": "wslink.hello", "args": [{"secret": key}]}),
            ("state", {"id": "rpc:c0:1", "method": "trame.state.get", "args": []}),
        ):
            for chunk in generate_chunks(msgpack.packb({"wslink": "1.0", "kwargs": {}, **message}), CHUNK):
                await wire.send_bytes(chunk)
            whole = None
            while whole is None or whole.get("id") != message["id"]:
                received = await wire.receive(timeout=10)
                if received.type != aiohttp.WSMsgType.BINARY:
                    return answers
                unchunk.set_max_message_size(CHUNK)
                whole = unchunk.process_chunk(received.data)
            answers[name] = whole
        return answers


def own_origin(url: str) -> str:
    host, port, _ = parts(url)
    return f"http://{host}:{port}"


def test_the_right_key_from_the_own_page_is_let_in(viewer_url: str) -> None:
    answers = asyncio.run(say_hello(viewer_url, parts(viewer_url)[2], Origin=own_origin(viewer_url)))
    assert "error" not in answers["hello"]
    assert "state" in answers["state"]["result"]


@pytest.mark.parametrize("key", ["wslink-secret", "", "x" * 43])
def test_a_wrong_key_gets_nothing(viewer_url: str, key: str) -> None:
    answers = asyncio.run(say_hello(viewer_url, key, Origin=own_origin(viewer_url)))
    assert "error" in answers.get("hello", {"error": "closed"})
    assert "result" not in answers.get("state", {})


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1", None])
def test_a_foreign_page_cannot_open_a_websocket_even_with_the_key(viewer_url: str, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        asyncio.run(say_hello(viewer_url, parts(viewer_url)[2], **headers))
    assert refused.value.status == 403


@pytest.mark.parametrize("path", ["/", "/index.html", "/spine_viewer_web/picture.js", "/ws"])
def test_a_foreign_host_name_is_refused(viewer_url: str, path: str) -> None:
    host, port, _ = parts(viewer_url)

    async def ask() -> int:
        address, headers = f"http://{host}:{port}{path}", {"Host": f"evil.example:{port}"}
        async with aiohttp.ClientSession() as session, session.get(address, headers=headers) as answer:
            return answer.status

    assert asyncio.run(ask()) == 403


def test_the_page_forbids_everything_from_elsewhere(viewer_url: str) -> None:
    host, port, _ = parts(viewer_url)

    async def ask() -> tuple[str, str]:
        async with aiohttp.ClientSession() as session, session.get(f"http://{host}:{port}/") as answer:
            return answer.headers["Content-Security-Policy"], await answer.text()

    policy, page = asyncio.run(ask())
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "https://" not in page


def test_it_listens_on_the_loopback_only(viewer_url: str) -> None:
    host, port, key = parts(viewer_url)
    assert host == "127.0.0.1" and len(key) >= 40
    outside = socket.gethostbyname(socket.gethostname())
    if outside.startswith("127."):
        outside = "127.0.0.2"  # another address of this machine: a server on all addresses would answer here
    with pytest.raises(OSError), socket.create_connection((outside, port), timeout=2):
        pass


def test_the_page_says_when_the_viewer_has_stopped(browser: Browser) -> None:
    with running() as url:
        page = browser.new_page()
        page.goto(url)
        page.wait_for_function("window.__ready === true", timeout=PATIENCE_MS)
    page.get_by_role("alert").wait_for(timeout=PATIENCE_MS)
    assert "stopped" in page.get_by_role("alert").inner_text()
    page.close()
