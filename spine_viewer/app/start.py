"""Start the viewer: the server first, so that the browser can load the page while everything else is read."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

logger = logging.getLogger(__name__)


def main(
    port: int = 0,
    open_browser: bool = True,
    region: str = "lumbar",
    procedure: str | None = None,
    joint: str | None = None,
    side: str | None = None,
    language: str = "en",
    audience: str = "patient",
    variation: Any = None,
    state: Any = None,
    host: str = "127.0.0.1",
) -> int:
    """Start the viewer and serve it until it is interrupted; returns the exit status.

    Prints the address with its key as one line when the viewer listens. It listens on 127.0.0.1 unless ``host`` says
    otherwise, the key is a new one at each start, and requests from other pages are refused.

    Parameters
    ----------
    port : int
        Port to listen on; 0 takes any free one.
    open_browser : bool
        Open the viewer in the user's browser.
    region, procedure, joint, side, language, audience : str or None
        What is chosen at the start; ``joint`` is a level pair such as ``L4-L5``.
    variation : anatomy.variation.Variation or None
        How the spine differs from the default anatomy.
    state : app.choices.Choices or None
        A view that was kept; it takes the place of everything else that is chosen at the start.
    host : str
        Address to listen on. With another one than 127.0.0.1, other machines can watch a shared screen.
    """
    from spine_viewer.app.serving.downloads import Downloads
    from spine_viewer.app.serving.mirrors import Mirrors
    from spine_viewer.app.serving.server import make_server, serve
    from spine_viewer.app.serving.sharing import Sharing
    from spine_viewer.app.serving.stream import PictureStream

    spoken = language if state is None else state.language
    server, stream, mirrors = make_server(language=spoken), PictureStream(), Mirrors()
    stream.join(server)
    stream.watch(mirrors.show_picture)
    sharing, downloads = Sharing(mirrors, host, lambda: server.port), Downloads()
    chosen = {
        "region": region,
        "procedure": procedure,
        "joint": joint,
        "side": side,
        "language": language,
        "audience": audience,
        "variation": variation if state is None else state.variation,
        "state": state,
    }
    tasks: list[asyncio.Task[None]] = []  # the event loop itself keeps no hold on a task

    def begin() -> None:
        tasks.append(asyncio.get_running_loop().create_task(_build(server, stream, sharing, downloads, chosen)))

    serve(server, mirrors, downloads, port=port, open_browser=open_browser, ready=begin, host=host, language=spoken)
    return 0


async def _build(server: Any, stream: Any, sharing: Any, downloads: Any, chosen: dict[str, Any]) -> None:
    """Panels and spine, side by side; a failure is written on the page and to the log."""
    loop, heavy = asyncio.get_running_loop(), ThreadPoolExecutor(1, thread_name_prefix="heavy")
    try:
        make_viewer = await loop.run_in_executor(heavy, _import_viewer)
        begins_in = chosen["region"] if chosen["state"] is None else chosen["state"].region
        coarse = loop.run_in_executor(heavy, _load_coarse, begins_in, chosen["variation"])
        viewer = make_viewer(server, stream, sharing, downloads, chosen, heavy)
        await viewer.load(coarse)
    except Exception as error:
        logger.exception("the viewer could not be loaded")
        with server.state:
            server.state.trame__template_main = failure_page(str(error), viewed_in(chosen))


def viewed_in(chosen: dict[str, Any]) -> str:
    """The language that the viewer starts in."""
    return str(chosen["language"] if chosen["state"] is None else chosen["state"].language)


def failure_page(reason: str, language: str = "en") -> str:
    """What the page shows when the viewer could not be loaded."""
    from spine_viewer.app.text import words

    say, safe = words("page", language), reason.replace("&", "&amp;").replace("<", "&lt;").replace("{", "&#123;")
    return (
        f'<div class="boot" role="alert"><h1>{say["failed"]}</h1><p v-pre lang="en">{safe}</p>'
        f"<p>{say['failed_help']} <code>spine-viewer doctor</code></p></div>"
    )


def _import_viewer() -> Any:
    from spine_viewer.app.viewer import Viewer, first_choices

    return lambda server, stream, sharing, downloads, chosen, heavy: Viewer(
        server, stream, sharing, downloads, first_choices(**chosen), heavy
    )


def _load_coarse(region: str, variation: Any) -> Any:
    from spine_viewer.app.serving.loading import load_coarse

    return load_coarse(region, variation)
