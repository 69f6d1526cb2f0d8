"""View-only screens: what the clinician sees goes out to each of them, the newest of every kind, at its own pace."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE

KEY_BYTES = 16  # 128 random bits: cannot be guessed over a network, and still short enough to type
MOST = 12

Header = dict[str, Any]


class Mailbox:
    """What one screen has still to be sent: of each kind the newest message only, so that a slow screen skips.

    Parameters
    ----------
    kept : mapping of str to bytes
        What it starts with.
    """

    def __init__(self, kept: Mapping[str, bytes]) -> None:
        self._due = dict(kept)
        self._wake = asyncio.Event()
        self._ended = False
        if self._due:
            self._wake.set()

    def put(self, kind: str, message: bytes) -> None:
        """Leave a message; an older one of its kind that is still here is dropped."""
        self._due[kind] = message
        self._wake.set()

    def end(self) -> None:
        """Nothing more will come."""
        self._ended = True
        self._wake.set()

    async def take(self) -> bytes | None:
        """The message that waits longest; None when there will be no more."""
        while not self._due or self._ended:
            if self._ended:
                return None
            self._wake.clear()
            await self._wake.wait()
        return self._due.pop(next(iter(self._due)))


class Mirrors:
    """The shared screen: its key, who watches, and what they see.

    There is no way in: nothing here takes anything from a screen.
    """

    def __init__(self) -> None:
        self.changed: Callable[[], None] = lambda: None  # called when somebody comes or goes
        self.language = DEFAULT_LANGUAGE  # of the page itself
        self._key: str | None = None
        self._boxes: set[Mailbox] = set()
        self._last: dict[str, tuple[Header, bytes]] = {}

    @property
    def watching(self) -> int:
        """How many screens are connected."""
        return len(self._boxes)

    @property
    def full(self) -> bool:
        """Whether no more screens are let in."""
        return len(self._boxes) >= MOST

    def open(self) -> str:
        """Share the screen; gives the key of the link, a new one each time."""
        self.close()
        self._key = secrets.token_urlsafe(KEY_BYTES)
        return self._key

    def close(self) -> None:
        """Stop sharing: the link dies, and every screen is told."""
        self._key = None
        for box in tuple(self._boxes):
            box.end()

    def admits(self, key: str) -> bool:
        """Whether a key is that of the link which is shared now."""
        return self._key is not None and secrets.compare_digest(self._key.encode(), key.encode())

    def join(self) -> Mailbox:
        """A mailbox for another screen; it starts with all that is shown now."""
        box = Mailbox({kind: packed(header, content) for kind, (header, content) in self._last.items()})
        self._boxes.add(box)
        self.changed()
        return box

    def leave(self, box: Mailbox) -> None:
        """A screen has gone."""
        self._boxes.discard(box)
        self.changed()

    def show(self, kind: str, header: Header, content: bytes = b"") -> None:
        """Show something in place of what was shown of this kind."""
        self._last[kind] = ({"kind": kind, **header}, content)
        if self._boxes:
            message = packed(*self._last[kind])
            for box in self._boxes:
                box.put(kind, message)

    def show_picture(self, name: str, message: Mapping[str, Any]) -> None:
        """Show a picture message of the stream; the landmarks that lie over an X-ray are a kind of their own."""
        if message.get("content"):
            keys = ("width", "height", "mime", "labels", "quality")
            self.show(name, {key: message[key] for key in keys if key in message}, message["content"])
        if "layer" in message:
            self.show(f"{name}-layer", {"mime": "image/png"}, message["layer"] or b"")


def packed(header: Header, content: bytes) -> bytes:
    """One message: length of the header (4 bytes, big endian), header as JSON, content."""
    head = json.dumps(header, separators=(",", ":")).encode()
    return len(head).to_bytes(4, "big") + head + content
