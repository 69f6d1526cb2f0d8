"""Play, pause, scrub and step through a procedure's film."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import FOLLOWING, Choices, Store, film_key

TICK_S = 1.0 / 25.0


@dataclass
class TransportState:
    """What the bar shows; ``marks`` are ``{"at", "name"}`` with ``at`` in percent of the film.

    ``language``: that of the name and the caption.
    """

    ready: bool = False
    playing: bool = False
    time_s: float = 0.0
    duration_s: float = 1.0
    step: int = 0
    steps: int = 0
    name: str = ""
    caption: str = ""
    language: str = "en"
    clock: str = ""
    marks: list[dict] = field(default_factory=list)


class TransportLogic:
    """Moves the time of the store along the film.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    film : callable
        Gives the film of what is chosen, or None while it is not ready.
    clock : callable
        Seconds; passed in for tests.
    """

    def __init__(
        self, server: Server, store: Store, film: Callable[[], Any], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.typed = TypedState(server.state, TransportState)
        self._server = server
        self._store = store
        self._film = film
        self._clock = clock
        self._task: asyncio.Task[None] | None = None
        self._shown: tuple[Any, str, str] | None = None
        self.typed.bind_changes({self.typed.name.time_s: self._scrubbed})
        store.subscribe(self._follow)

    @property
    def playing(self) -> bool:
        """Whether the film runs."""
        return self._task is not None

    def toggle(self) -> None:
        """Play or pause; at the end, play starts over."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Let the film run from where it stands."""
        film = self._film()
        if film is None or self.playing:
            return
        if self._store.now.time_s >= film.timeline.duration_s - 1e-6:
            self._store.update(time_s=0.0)
        self._store.update(**FOLLOWING)
        self._task = asyncio.get_running_loop().create_task(self._run())
        self.typed.data.playing = True

    def pause(self) -> None:
        """Stop where it stands."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.typed.data.playing = False

    def step(self, by: int) -> None:
        """To the end part of an earlier or later step, where its picture is complete."""
        film = self._film()
        if film is None:
            return
        self.pause()
        here = film.timeline.at(self._store.now.time_s).index
        self.go_to(min(max(here + by, 0), len(film.timeline.steps) - 1))

    def go_to(self, index: int) -> None:
        """To a step's telling moment, with the C-arm back on the film."""
        film = self._film()
        if film is not None:
            self._store.update(time_s=film.timeline.still(index), **FOLLOWING)

    def refresh(self) -> None:
        """Show the film that is chosen now."""
        self._follow(self._store.now, self._store.now)

    async def _run(self) -> None:
        last = self._clock()
        while True:
            await asyncio.sleep(TICK_S)
            now = self._clock()
            film = self._film()
            if film is None:
                continue
            at = self._store.now.time_s + (now - last)
            last = now
            done = at >= film.timeline.duration_s
            with self._server.state:
                self._store.update(time_s=min(at, film.timeline.duration_s))
                if done:
                    self._task = None
                    self.typed.data.playing = False
                    return

    def _scrubbed(self, time_s: float) -> None:
        time_s = float(time_s)
        if abs(time_s - self._store.now.time_s) > 1e-3:
            self.pause()
            self._store.update(time_s=time_s)

    def _follow(self, before: Choices, after: Choices) -> None:
        changed = before.mode != after.mode or film_key(before) != film_key(after)
        if changed:
            self.pause()
        data = self.typed.data
        film = self._film() if after.mode == "procedure" else None
        data.ready = film is not None
        if film is None:
            return
        data.language = film.told_in(after)
        line, words = film.timeline, (after.audience, data.language)
        if self._shown != (film, *words):
            self._shown = (film, *words)
            data.duration_s = round(line.duration_s, 3)
            data.steps = len(line.steps)
            data.marks = [
                {"at": round(100 * s.start_s / line.duration_s, 3), "name": s.name(*words)} for s in line.steps
            ]
        moment = line.at(after.time_s)
        data.time_s = round(moment.t_s, 3)
        data.step = moment.index + 1
        data.name, data.caption = moment.name(*words), moment.caption(*words)
        data.clock = f"{_clock(moment.t_s)} / {_clock(line.duration_s)}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
