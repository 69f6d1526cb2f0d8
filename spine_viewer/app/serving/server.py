"""A trame server that is safe to run on a clinic's computer: this machine only unless told otherwise, a new key at each
start, no other pages, and a shared screen that takes no orders."""

from __future__ import annotations

import os
import secrets
import sys
import webbrowser
from collections.abc import Callable
from ipaddress import IPv4Address
from pathlib import Path
from threading import Thread
from typing import Any

from aiohttp import web
from trame_client import module as client_module
from trame_client.widgets.core import VirtualNode
from trame_server import Server

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.app.serving.downloads import Downloads
from spine_viewer.app.serving.guard import EVERYWHERE, LOOPBACK, guard
from spine_viewer.app.serving.mirrors import Mirrors
from spine_viewer.app.serving.page import WEB_FOLDER, WEB_ROUTE, boot, build_page
from spine_viewer.app.serving.screens import add_screen_routes
from spine_viewer.app.text import text

KEY_BYTES = 32

NETWORK_WARNING = (
    "spine-viewer: other machines in this network can watch a shared screen if they have its link, over a connection "
    "that is not encrypted; only this machine can drive the viewer"
)


def make_server(name: str = "spine_viewer", language: str = DEFAULT_LANGUAGE) -> Server:
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
            "scripts": [f"{WEB_ROUTE}/{name}.js" for name in ("picture", "keys", "dialog", "fullscreen", "plugin")],
            "vue_use": ["spine_viewer"],
        }
    )
    server.state.trame__title = text("page.title", language)
    server.state.trame__template_main = boot(language)
    return server


def serve(
    server: Server,
    mirrors: Mirrors,
    downloads: Downloads,
    *,
    port: int,
    open_browser: bool,
    ready: Callable[[], None],
    host: str = LOOPBACK,
    language: str = DEFAULT_LANGUAGE,
) -> None:
    """Run the server until it is interrupted; prints its address, key included, as one line when it is ready.

    Parameters
    ----------
    server : trame_server.Server
        From :func:`make_server`, with its layout in place.
    mirrors : Mirrors
        The shared screen.
    downloads : Downloads
        Files that were made for the page.
    port : int
        0 takes any free port.
    open_browser : bool
        Open the page in the user's browser.
    ready : callable
        Called on the event loop once the server listens.
    host : str
        Address to listen on; anything but the loopback lets other machines reach the shared screen, and only that.
    language : str
        Language of the first screen.
    """
    key = secrets.token_urlsafe(KEY_BYTES)
    server.cli.set_defaults(authKey=key, nowscompress=True)  # pictures are compressed already
    page = build_page(Path(server._www), language)

    async def send_page(_: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html", headers={"Cache-Control": "no-store"})

    def bind(site: Any) -> None:
        site.app.middlewares.append(guard(lambda: server.port, host))
        add_screen_routes(site.app.router, mirrors)
        downloads.add_routes(site.app.router)
        site.app.router.add_get("/", send_page)
        site.app.router.add_get("/index.html", send_page)

    def announce(**_: Any) -> None:
        own = LOOPBACK if host == EVERYWHERE else host
        url = f"http://{own}:{server.port}/?secret={key}"
        print(url, flush=True)
        if not IPv4Address(host).is_loopback:
            print(NETWORK_WARNING, file=sys.stderr, flush=True)
        ready()
        if open_browser:
            Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    server.controller.on_server_bind.add(bind)
    server.controller.on_server_ready.add(announce)
    server.start(port=port, host=host, timeout=0, open_browser=False, show_connection_info=False)
