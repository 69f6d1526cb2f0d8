"""Page and wire of a shared screen. The wire goes one way: a screen that says anything is cut off."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

from aiohttp import WSCloseCode, web

from spine_viewer.app.serving.mirrors import Mailbox, Mirrors
from spine_viewer.app.serving.page import WEB_FOLDER, read_page

SCREEN_PATH = "/screen/"
OWN_PATHS = re.compile(r"/screen/([\w-]+(/wire)?|files/[\w.]+)")
FILES = ("base.css", "mirror.css", "mirror.js", "picture.css", "picture.js", "favicon.svg")
ENDED = 4001  # what the wire closes with when the link was switched off
HEARTBEAT_S = 15.0
LARGEST_MESSAGE = 4096  # bytes; nothing is read from a screen, so nothing larger need be taken to refuse it

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_screen_routes(router: web.UrlDispatcher, mirrors: Mirrors) -> None:
    """Add the page, its files and the wire of the shared screen.

    Parameters
    ----------
    router : aiohttp.web.UrlDispatcher
    mirrors : Mirrors
    """
    router.add_get(SCREEN_PATH + "files/{name}", send_file)
    router.add_get(SCREEN_PATH + "{key}", page_for(mirrors))
    router.add_get(SCREEN_PATH + "{key}/wire", wire_for(mirrors))


def is_screen_path(path: str) -> bool:
    """Whether a path is that of a shared screen."""
    return OWN_PATHS.fullmatch(path) is not None


async def send_file(request: web.Request) -> web.StreamResponse:
    """One of the few files that the page of a screen needs."""
    name = request.match_info["name"]
    return web.FileResponse(WEB_FOLDER / name) if name in FILES else web.Response(status=404)


def page_for(mirrors: Mirrors) -> Handler:
    """The page of a screen, for who has the key; anybody else hears that nothing is shared under this address."""

    async def send(request: web.Request) -> web.StreamResponse:
        open_ = mirrors.admits(request.match_info["key"])
        return web.Response(
            text=read_page("mirror.html" if open_ else "mirror_gone.html", mirrors.language),
            status=200 if open_ else 404,
            content_type="text/html",
            headers={"Cache-Control": "no-store"},
        )

    return send


def wire_for(mirrors: Mirrors) -> Handler:
    """The wire to a screen."""

    async def serve(request: web.Request) -> web.StreamResponse:
        if not mirrors.admits(request.match_info["key"]):
            return web.Response(status=404)
        if mirrors.full:
            return web.Response(status=503)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=LARGEST_MESSAGE, compress=False)
        await socket.prepare(request)
        box = mirrors.join()
        sending = asyncio.get_running_loop().create_task(_send(socket, box))
        try:
            async for _ in socket:
                await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=b"this screen only shows")
        finally:
            mirrors.leave(box)
            sending.cancel()
        return socket

    return serve


async def _send(socket: web.WebSocketResponse, box: Mailbox) -> None:
    """Send what the mailbox holds as fast as this screen takes it."""
    try:
        while (message := await box.take()) is not None:
            await socket.send_bytes(message)
        await socket.close(code=ENDED, message=b"sharing has ended")
    except ConnectionError:
        return  # the screen has gone; whoever reads from it takes it off the list
