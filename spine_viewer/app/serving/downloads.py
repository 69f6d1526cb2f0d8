"""Files that were made for the page: each under an address that nobody can guess, for this machine alone.

The guard stands before these addresses as before the page: foreign machines, names and pages are refused. The address
itself goes to the page over its own wire, so that who has not the key of the viewer cannot know it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

DOWNLOAD_PATH = "/take-home/"
KEY_BYTES = 32
PLAIN = "application/octet-stream"  # whatever it is, the browser saves it and shows nothing


@dataclass(frozen=True)
class Offer:
    """A file, and the name that it is saved under: letters, digits, dots and dashes."""

    path: Path
    name: str


class Downloads:
    """The files that can be fetched now."""

    def __init__(self) -> None:
        self._offers: dict[str, Offer] = {}

    def offer(self, path: Path, name: str) -> str:
        """Let a file be fetched; gives its address on this server, a new one each time."""
        key = secrets.token_urlsafe(KEY_BYTES)
        self._offers[key] = Offer(path, name)
        return DOWNLOAD_PATH + key

    def withdraw(self, address: str) -> None:
        """Let a file be fetched no more."""
        self._offers.pop(address.removeprefix(DOWNLOAD_PATH), None)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Answer under the addresses of the files."""
        router.add_get(DOWNLOAD_PATH + "{key}", self._send)

    async def _send(self, request: web.Request) -> web.StreamResponse:
        offer = self._offers.get(request.match_info["key"])
        if offer is None or not offer.path.is_file():
            return web.Response(status=404)
        headers = {
            "Content-Disposition": f'attachment; filename="{offer.name}"',
            "Content-Type": PLAIN,
            "Cache-Control": "no-store",
        }
        return web.FileResponse(offer.path, headers=headers)
