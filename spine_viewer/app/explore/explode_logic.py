"""Structures moved apart."""

from __future__ import annotations

from dataclasses import dataclass

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store


@dataclass
class ExplodeState:
    """The slider in percent, and its words."""

    percent: float = 0.0
    text: str = "0 %"


class ExplodeLogic:
    """Carries the slider to the store and back.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    """

    def __init__(self, server: Server, store: Store) -> None:
        self.typed = TypedState(server.state, ExplodeState)
        self._store = store
        self.typed.bind_changes({self.typed.name.percent: self._move})
        store.subscribe(self._follow)
        self._follow(store.now, store.now)

    def together(self) -> None:
        """Everything back in its place."""
        self._store.update(explode=0.0)

    def _move(self, percent: float) -> None:
        """Take a value from the slider, unless it only repeats what was shown there."""
        if round(float(percent)) == round(100.0 * self._store.now.explode):
            return
        self._store.update(explode=min(max(float(percent) / 100.0, 0.0), 1.0))

    def _follow(self, _before: Choices, after: Choices) -> None:
        self.typed.data.percent = round(100.0 * after.explode)
        self.typed.data.text = f"{round(100.0 * after.explode)} %"
