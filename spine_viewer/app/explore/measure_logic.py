"""The measuring tool: two or three points that are clicked on surfaces."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.text import text
from spine_viewer.scene.measures import MOST, Mark, measures
from spine_viewer.scene.model import Array


@dataclass
class MeasureState:
    """Whether clicks measure, what to do next, and what was found."""

    on: bool = False
    points: int = 0
    hint: str = ""
    results: list[str] = field(default_factory=list)


class MeasureLogic:
    """Takes points and tells distances and angles.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    """

    def __init__(self, server: Server, store: Store) -> None:
        self.typed = TypedState(server.state, MeasureState)
        self._store = store
        store.subscribe(self._follow)
        self._follow(store.now, store.now)

    @property
    def on(self) -> bool:
        """Whether a click on a surface sets a point."""
        return self.typed.data.on

    def toggle(self, on: bool | None = None) -> None:
        """Let clicks measure, or pick out again; what was measured stays until it is cleared."""
        data = self.typed.data
        data.on = not data.on if on is None else on
        self._follow(self._store.now, self._store.now)

    def add(self, structure_id: str, point: Array) -> None:
        """Set a point; after the third a new measure begins."""
        marks = self._store.now.marks
        x, y, z = (float(v) for v in np.asarray(point))
        self._store.update(marks=(*(() if len(marks) == MOST else marks), Mark(structure_id, (x, y, z))))

    def clear(self) -> None:
        """Take every point away."""
        self._store.update(marks=())

    def _follow(self, before: Choices, after: Choices) -> None:
        data = self.typed.data
        if after.mode != "explore":
            data.on = False
        same = (before.marks, before.language) == (after.marks, after.language)
        if data.points == len(after.marks) and same and data.hint:
            return
        distances, angle = measures(after.marks)
        data.points = len(after.marks)
        data.results = [text("measure.distance", after.language, mm=f"{distance:.1f}") for distance in distances]
        if angle is not None:
            data.results = [*data.results, text("measure.angle", after.language, degrees=f"{angle:.0f}")]
        data.hint = text(f"measure.hint_{data.points}", after.language)
