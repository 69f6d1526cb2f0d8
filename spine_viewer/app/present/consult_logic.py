"""The consult screen: only the pictures and the words, large, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store

PLAIN = "patient"


@dataclass
class ConsultState:
    """Whether the consult screen is on."""

    on: bool = False


class ConsultLogic:
    """Goes to the consult screen and back.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    step : callable
        Goes so many steps on, in the film or on the recovery clock.
    play : callable
        Plays the film or pauses it.
    """

    def __init__(self, server: Server, store: Store, step: Callable[[int], None], play: Callable[[], None]) -> None:
        self.typed = TypedState(server.state, ConsultState)
        self.step = step
        self.play = play
        self._store = store
        self._audience = store.now.audience
        store.subscribe(self._follow)

    @property
    def on(self) -> bool:
        """Whether the consult screen is on."""
        return bool(self.typed.data.on)

    def toggle(self) -> None:
        """Enter it, or leave it."""
        if self.on:
            self.leave()
        else:
            self._audience = self._store.now.audience
            self.typed.data.on = True
            self._store.settle(audience=PLAIN)

    def leave(self) -> None:
        """Back to all panels, in the words that they had."""
        if self.on:
            self.typed.data.on = False
            self._store.settle(audience=self._audience)

    def _follow(self, _before: Choices, after: Choices) -> None:
        """Undo may bring other words back: they are kept for later."""
        if self.on and after.audience != PLAIN:
            self._audience = after.audience
            self._store.settle(audience=PLAIN)
