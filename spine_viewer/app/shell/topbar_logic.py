"""The top bar: for whom the words are, undo and redo, help."""

from __future__ import annotations

from dataclasses import dataclass

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store


@dataclass
class TopbarState:
    """What the top bar shows."""

    audience: str = "patient"
    can_undo: bool = False
    can_redo: bool = False
    help_open: bool = False
    help_page: str = "keys"
    single_keys: bool = True


class TopbarLogic:
    """Carries the top bar's controls to the store and back.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    """

    def __init__(self, server: Server, store: Store) -> None:
        self.typed = TypedState(server.state, TopbarState)
        self._store = store
        store.subscribe(self._follow)
        self._follow(store.now, store.now)

    def address(self, audience: str) -> None:
        """Choose for whom the words are."""
        self._store.update(audience=audience)

    def undo(self) -> None:
        """Take the last change back."""
        self._store.undo()

    def redo(self) -> None:
        """Bring back what was taken back."""
        self._store.redo()

    def toggle_help(self, open_: bool | None = None) -> None:
        """Open or close the help page."""
        self.typed.data.help_open = not self.typed.data.help_open if open_ is None else open_

    def turn_help(self, page: str) -> None:
        """Another page of the help: ``keys``, ``limits`` or ``sources``."""
        self.typed.data.help_page = page

    def toggle_single_keys(self) -> None:
        """Heed keys of one letter, number or sign, or do not: who dictates would press them without meaning to."""
        self.typed.data.single_keys = not self.typed.data.single_keys

    def _follow(self, _before: Choices, after: Choices) -> None:
        data = self.typed.data
        data.audience = after.audience
        data.can_undo, data.can_redo = self._store.can_undo, self._store.can_redo
