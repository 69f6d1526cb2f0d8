"""A trame server that is safe to run on a clinic's computer: loopback only, a new key at each start, no other pages."""

from __future__ import annotations

import os
import secrets
import webbrowser
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

from aiohttp import web
from trame_client import module as client_module
from trame_client.widgets.core import VirtualNode
from trame_server import Server

from spine_viewer.app.serving.guard import LOOPBACK, guard
from spine_viewer.app.serving.page import WEB_FOLDER, WEB_ROUTE, build_page

KEY_BYTES = 32

# What the page shows until the panels are there.
BOOT = '<div class="boot" role="status"><div class="boot-mark"></div><p>Opening the spine viewer…</p></div>'


def make_server(name: str = "spine_viewer") -> Server:
    """A trame server that is not started yet, with our page and scripts.

    The command line of the process is ours, not trame's: nothing in ``sys.argv`` or ``TRAME_ARGS`` changes the server.
    """
    os.environ["TRAME_ARGS"] = ""
    server = Server(name, VirtualNode, client_type="vue3")
    server.client_type = "vue3"
    server.enable_module(client_module)
    server.enable_module(
        {
            "serve": {WEB_ROUTE: str(WEB_FOLDER)},
            "scripts": [f"{WEB_ROUTE}/picture.js", f"{WEB_ROUTE}/keys.js", f"{WEB_ROUTE}/plugin.js"],
            "vue_use": ["spine_viewer"],
        }
    )
    server.state.trame__title = "Spine viewer"
    server.state.trame__template_main = BOOT
    return server


def serve(server: Server, *, port: int, open_browser: bool, ready: Callable[[], None]) -> None:
    """Run the server until it is interrupted; prints its address, key included, as one line when it is ready.

    Parameters
    ----------
    server : trame_server.Server
        From :func:`make_server`, with its layout in place.
    port : int
        0 takes any free port.
    open_browser : bool
        Open the page in the user's browser.
    ready : callable
        Called on the event loop once the server listens.
    """
    key = secrets.token_urlsafe(KEY_BYTES)
    server.cli.set_defaults(authKey=key, nowscompress=True)  # pictures are compressed already
    page = build_page(Path(server._www))

    async def send_page(_: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html", headers={"Cache-Control": "no-store"})

    def bind(site: Any) -> None:
        site.app.middlewares.append(guard(lambda: server.port))
        site.app.router.add_get("/", send_page)
        site.app.router.add_get("/index.html", send_page)

    def announce(**_: Any) -> None:
        url = f"http://{LOOPBACK}:{server.port}/?secret={key}"
        print(url, flush=True)
        ready()
        if open_browser:
            Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    server.controller.on_server_bind.add(bind)
    server.controller.on_server_ready.add(announce)
    server.start(port=port, host=LOOPBACK, timeout=0, open_browser=False, show_connection_info=False)
