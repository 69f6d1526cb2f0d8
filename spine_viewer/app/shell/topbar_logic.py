"""The top bar: for whom the words are, what was found, undo and redo, help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import FOLLOWING, Choices, Store

Find = Callable[[str], list[dict]]


@dataclass
class TopbarState:
    """What the top bar shows."""

    audience: str = "patient"
    query: str = ""
    found: list[dict] = field(default_factory=list)
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
    find : callable
        Structures whose name matches a query, best first: ``[{"id", "name"}]``.
    region_of : callable
        Region in which a structure is drawn, given the one shown now.
    """

    def __init__(self, server: Server, store: Store, find: Find, region_of: Callable[[str, str], str]) -> None:
        self.typed = TypedState(server.state, TopbarState)
        self._store = store
        self._find = find
        self._region_of = region_of
        self.typed.bind_changes({self.typed.name.query: self._search})
        store.subscribe(self._follow)
        self._follow(store.now, store.now)

    def address(self, audience: str) -> None:
        """Choose for whom the words are."""
        self._store.update(audience=audience)

    def choose(self, structure_id: str) -> None:
        """Take a structure from the results; in another region the C-arm is aimed there."""
        now = self._store.now.region
        region = self._region_of(structure_id, now)
        self._store.update(selection=structure_id, region=region, **(FOLLOWING if region != now else {}))
        self.typed.data.query = ""
        self.typed.data.found = []

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

    def _search(self, query: str) -> None:
        self.typed.data.found = self._find(query)[:8] if query.strip() else []

    def _follow(self, _before: Choices, after: Choices) -> None:
        data = self.typed.data
        data.audience = after.audience
        data.can_undo, data.can_redo = self._store.can_undo, self._store.can_redo
