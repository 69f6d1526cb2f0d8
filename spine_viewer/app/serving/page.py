"""The page that loads the app: our own frame around the client code that ships with trame."""

from __future__ import annotations

import re
from pathlib import Path

WEB_FOLDER = Path(__file__).parent.parent / "web"
WEB_ROUTE = "spine_viewer_web"


def client_tags(trame_page: str) -> str:
    """The tags that load trame's client, taken from its own page because their file names carry a hash.

    Parameters
    ----------
    trame_page : str
        Text of the ``index.html`` that ships with trame.

    Raises
    ------
    RuntimeError
        Where the page does not look as expected, which means that trame has changed.
    """
    scripts = re.findall(r'<script[^>]*\ssrc="[^"]+"[^>]*></script>', trame_page)
    sheets = re.findall(r'<link rel="stylesheet"[^>]*>', trame_page)
    if not scripts:
        raise RuntimeError("the page that ships with trame names no scripts: this version of trame is not supported")
    return "\n    ".join(sheets + scripts)


def build_page(trame_www: Path) -> str:
    """HTML of the page: our frame, icons and first screen, and trame's scripts.

    Parameters
    ----------
    trame_www : Path
        Folder of the client that ships with trame.
    """
    tags = client_tags((trame_www / "index.html").read_text(encoding="utf-8"))
    page = (WEB_FOLDER / "index.html").read_text(encoding="utf-8")
    icons = (WEB_FOLDER / "icons.svg").read_text(encoding="utf-8")
    return page.replace("<!-- trame -->", tags).replace("<!-- icons -->", icons).replace("{web}", WEB_ROUTE)
