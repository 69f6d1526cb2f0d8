"""The mode rail: explore, procedure, after, practice."""

from __future__ import annotations

from dataclasses import dataclass

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import FOLLOWING, MODES, Choices, Mode, Store

HOME_VIEWS: dict[Mode, str] = {
    "explore": "posterior",
    "procedure": "guided",
    "after": "close-up",
    "practice": "posterior",
}


@dataclass
class RailState:
    """Which mode is on, and whether the side panel is open."""

    mode: str = "explore"
    drawer: bool = True


class RailLogic:
    """Switches modes.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    """

    def __init__(self, server: Server, store: Store) -> None:
        self.typed = TypedState(server.state, RailState)
        self._store = store
        store.subscribe(self._follow)
        self._follow(store.now, store.now)

    def go(self, mode: Mode) -> None:
        """Switch to a mode; the same one again opens and closes its side panel."""
        if mode == self._store.now.mode:
            self.toggle_drawer()
            return
        self.typed.data.drawer = True
        self._store.update(mode=mode, view=home_view(mode), focus=None, asked_joint=None, **FOLLOWING)

    def toggle_drawer(self) -> None:
        """Open or close the side panel."""
        self.typed.data.drawer = not self.typed.data.drawer

    def go_number(self, number: int) -> None:
        """Switch to the mode with this number on the rail, from 1."""
        mode = MODES[number - 1]
        if mode != self._store.now.mode:
            self.go(mode)

    def _follow(self, _before: Choices, after: Choices) -> None:
        self.typed.data.mode = after.mode


def home_view(mode: Mode) -> str:
    """The view that a mode starts with: all of the region, where the film looks, or the joint."""
    return HOME_VIEWS[mode]
