"""The page that loads the app: our own frame around the client code that ships with trame."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from spine_viewer.app.text import text

WEB_FOLDER = Path(__file__).parent.parent / "web"
WEB_ROUTE = "spine_viewer_web"
WORD = re.compile(r"\{([a-z]+\.[a-z_]+)\}")


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


def spoken(page: str, language: str) -> str:
    """A page with its ``{feature.word}`` filled in from the words of a language, and ``{language}`` with its code."""
    page = page.replace("{language}", language)
    return WORD.sub(lambda found: escape(text(found[1], language)), page)


def read_page(name: str, language: str) -> str:
    """A page of the ``web`` folder in a language."""
    return spoken((WEB_FOLDER / name).read_text(encoding="utf-8"), language)


def boot(language: str) -> str:
    """What the page shows until the panels are there."""
    opening = escape(text("page.opening", language))
    return f'<div class="boot" role="status"><div class="boot-mark"></div><p>{opening}</p></div>'


def build_page(trame_www: Path, language: str) -> str:
    """HTML of the page: our frame, icons and first screen, and trame's scripts.

    Parameters
    ----------
    trame_www : Path
        Folder of the client that ships with trame.
    language : str
        Language of the first screen; the app changes it later.
    """
    tags = client_tags((trame_www / "index.html").read_text(encoding="utf-8"))
    page = read_page("index.html", language)
    icons = (WEB_FOLDER / "icons.svg").read_text(encoding="utf-8")
    return page.replace("<!-- trame -->", tags).replace("<!-- icons -->", icons).replace("{web}", WEB_ROUTE)
