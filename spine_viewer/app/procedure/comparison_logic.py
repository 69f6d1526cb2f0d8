"""The electrode along the nerve and across it, worked out when somebody asks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.procedure.comparison_view import drawn
from spine_viewer.app.procedure.films import Film

logger = logging.getLogger(__name__)

SHOWN_STEP = 0.02


@dataclass
class ComparisonState:
    """What is shown of the comparison; ``ways`` are two of ``{"name", "held", "shapes"}``, none before it is there."""

    working: bool = False
    failed: bool = False
    part: int = 0
    ways: list[dict] = field(default_factory=list)
    described: str = ""
    note: str = ""
    words: dict = field(default_factory=dict)


class ComparisonLogic:
    """Works both ways out at the settings of the film.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    film : callable
        Gives the film of what is chosen, or None.
    executor : concurrent.futures.Executor
    make : callable
        As :func:`procedures.comparison.compare_ways`; None takes that.
    """

    def __init__(
        self,
        server: Server,
        store: Store,
        film: Callable[[], Film | None],
        executor: Executor,
        make: Callable[..., Any] | None = None,
    ) -> None:
        self.typed = TypedState(server.state, ComparisonState)
        self._server = server
        self._store = store
        self._film = film
        self._executor = executor
        self._make = make
        self._made: dict[tuple[Any, ...], Any] = {}
        self._task: asyncio.Task[None] | None = None
        store.subscribe(self._follow)

    def ask(self) -> None:
        """Work it out, unless it is there or under way."""
        settings = self._settings()
        if settings is None or settings in self._made or self._task is not None:
            return
        self.typed.data.working, self.typed.data.failed, self.typed.data.part = True, False, 0
        self._task = asyncio.get_running_loop().create_task(self._work(settings))

    def refresh(self) -> None:
        """Show what is there for the present settings and audience."""
        self._show(self._store.now)

    def _settings(self) -> tuple[Any, ...] | None:
        film = self._film()
        lesion = None if film is None else film.plan.lesion
        if lesion is None:
            return None
        return (
            lesion.gauge, lesion.active_tip_mm, lesion.temperature_c, lesion.seconds, self._store.now.perfusion
        )  # fmt: skip

    async def _work(self, settings: tuple[Any, ...]) -> None:
        loop, told = asyncio.get_running_loop(), 0.0

        def tell(part: float) -> None:
            nonlocal told
            if part - told >= SHOWN_STEP:
                told = part
                loop.call_soon_threadsafe(self._progress, part)

        def make() -> Any:
            from spine_viewer.procedures.comparison import compare_ways

            work: Callable[..., Any] = self._make or compare_ways
            return work(*settings, tell)

        try:
            self._made[settings] = await loop.run_in_executor(self._executor, make)
        except Exception:
            logger.exception("the two ways to lay the electrode could not be compared")
            self.typed.data.failed = True
        finally:
            self._task = None
            with self._server.state:
                self.typed.data.working = False
                self.refresh()

    def _progress(self, part: float) -> None:
        with self._server.state:
            self.typed.data.part = round(100 * part)

    def _follow(self, before: Choices, after: Choices) -> None:
        names = ("mode", "procedure", "joint", "side", "perfusion", "audience", "language")
        if any(getattr(before, name) != getattr(after, name) for name in names):
            self._show(after)

    def _show(self, choices: Choices) -> None:
        settings = self._settings() if choices.mode == "procedure" else None
        if settings is None:
            return
        from spine_viewer.procedures.heat_words import said

        words, data = (choices.audience, choices.language), self.typed.data
        data.words = {name: said(name, *words) for name in ("why", "compare", "comparing", "not_compared")}
        made = self._made.get(settings)
        if made is None:
            data.ways, data.described, data.note = [], "", ""
            return
        both = (made.parallel, made.perpendicular)
        data.ways = [
            {
                "name": said(way.name, *words),
                "held": said("held", *words, mm=f"{way.held_mm[0]:.0f}"),
                "shapes": drawn(way, made.nerve_mm),
            }
            for way in both
        ]
        near = {way.name: f"{way.held_mm[0]:.0f}" for way in both}
        middle = len(made.farther_mm) // 2
        far = {f"{way.name}_far": f"{way.held_mm[middle]:.0f}" for way in both}
        data.described = said("compared", *words, **near)
        data.note = said("compared_note", *words, farther=f"{made.farther_mm[middle]:g}", **far)
