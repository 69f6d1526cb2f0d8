"""Which of two pictures goes out first: while the event loop draws the 3D view, it sends nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from spine_viewer.app.serving.scheduler import Draw, Quality


class Precedence:
    """Lets a moving picture that is computed beside the event loop leave before another is drawn in the event loop.

    Parameters
    ----------
    left : callable
        Gives something to wait for: everything that was handed to the network has left.
    patience_s : float
        For so long the other picture waits; then it is drawn all the same.
    """

    def __init__(self, left: Callable[[], Awaitable[object]], patience_s: float = 0.1) -> None:
        self._left = left
        self._patience_s = patience_s
        self._free = asyncio.Event()
        self._free.set()

    def leading(self, draw: Draw) -> Draw:
        """The same drawing, which others wait for while it makes a moving picture."""

        async def lead(quality: Quality) -> None:
            if quality == "rest":
                await draw(quality)
                return
            self._free.clear()
            try:
                await draw(quality)
                await _at_most(self._left(), self._patience_s)
            finally:
                self._free.set()

        return lead

    def following(self, draw: Draw) -> Draw:
        """The same drawing, begun only when no leading picture is on its way."""

        async def follow(quality: Quality) -> None:
            if not self._free.is_set():
                await _at_most(self._free.wait(), self._patience_s)
            await draw(quality)

        return follow


async def _at_most(work: Awaitable[object], seconds: float) -> None:
    try:
        await asyncio.wait_for(work, seconds)
    except TimeoutError:
        return
