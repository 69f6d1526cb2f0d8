"""When to draw: at once, never, or at a steady pace with a fine picture once things rest.

What changes a picture asks a scheduler for it and does not care which kind it is; tests pass in one that draws at once.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Literal, Protocol

logger = logging.getLogger(__name__)

Quality = Literal["moving", "rest"]
Draw = Callable[[Quality], Awaitable[None]]


class Scheduler(Protocol):
    """Decides when a picture is drawn."""

    def request(self) -> None:
        """Something changed: a picture is due."""


class SilentScheduler:
    """Draws nothing; counts what was asked for."""

    def __init__(self) -> None:
        self.requests = 0

    def request(self) -> None:
        """Something changed: a picture is due."""
        self.requests += 1


class FlowControl:
    """How many pictures may be on their way to the browser before it has to confirm one.

    Parameters
    ----------
    limit : int
        Pictures under way.
    patience_s : float
        A picture that nobody confirmed for so long is taken as lost (a closed window).
    """

    def __init__(self, limit: int = 2, patience_s: float = 1.0) -> None:
        self._limit = limit
        self._patience_s = patience_s
        self._under_way: dict[int, float] = {}
        self._confirmed = asyncio.Event()

    def sent(self, number: int) -> None:
        """Picture ``number`` left."""
        self._under_way[number] = time.monotonic()

    def confirm(self, number: int) -> None:
        """Picture ``number``, and with it every earlier one, has arrived."""
        self._under_way = {n: t for n, t in self._under_way.items() if n > number}
        self._confirmed.set()

    async def room(self) -> None:
        """Wait until another picture may be sent."""
        while len(self._under_way) >= self._limit:
            oldest = min(self._under_way.values())
            left = oldest + self._patience_s - time.monotonic()
            if left <= 0:
                self._under_way.clear()
                return
            self._confirmed.clear()
            try:
                await asyncio.wait_for(self._confirmed.wait(), left)
            except TimeoutError:
                continue


class PacedScheduler:
    """Draws coarse pictures at most ``frames_per_s`` while requests keep coming, then one fine picture.

    Parameters
    ----------
    draw : async callable
        Draws and sends one picture of the given quality.
    flow : FlowControl
        Holds pictures back while the browser is behind.
    frames_per_s : float or callable
        Upper bound; a callable is asked for it at each picture.
    rest_s : float
        Seconds without a request after which things are at rest.
    """

    def __init__(
        self,
        draw: Draw,
        flow: FlowControl,
        *,
        frames_per_s: float | Callable[[], float] = 30.0,
        rest_s: float = 0.2,
    ) -> None:
        self._draw = draw
        self._flow = flow
        self._frames_per_s = frames_per_s
        self._rest_s = rest_s
        self._asked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def request(self) -> None:
        """Something changed: a picture is due."""
        self._asked.set()
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    def stop(self) -> None:
        """Draw no more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self) -> None:
        while True:
            await self._asked.wait()
            await self._flow.room()
            self._asked.clear()
            started = time.monotonic()
            await self._attempt("moving")
            pace = self._frames_per_s() if callable(self._frames_per_s) else self._frames_per_s
            await asyncio.sleep(max(0.0, 1.0 / pace - (time.monotonic() - started)))
            if await self._rests():
                await self._attempt("rest")

    async def _attempt(self, quality: Quality) -> None:
        """Draw; a picture that fails is written to the log, and the next request gets its chance."""
        try:
            await self._draw(quality)
        except Exception:
            logger.exception("a picture could not be drawn")

    async def _rests(self) -> bool:
        try:
            await asyncio.wait_for(self._asked.wait(), self._rest_s)
        except TimeoutError:
            return True
        return False
