"""The list of everything that has a name."""

from __future__ import annotations

from dataclasses import dataclass, field

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.explore.catalogue import Catalogue


@dataclass
class StructuresState:
    """Groups of ``{"title", "items": [{"id", "name"}]}``, and the id that is picked out."""

    groups: list[dict] = field(default_factory=list)
    selection: str = ""


class StructuresLogic:
    """Fills the list in the words of the audience and picks structures out.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    catalogue : Catalogue
        Knows the names; empty until the spine is loaded.
    """

    def __init__(self, server: Server, store: Store, catalogue: Catalogue) -> None:
        self.typed = TypedState(server.state, StructuresState)
        self._store = store
        self._catalogue = catalogue
        store.subscribe(self._follow)

    def fill(self) -> None:
        """Write the list anew."""
        self.typed.data.groups = self._catalogue.groups(self._store.now.audience, self._store.now.language)

    def choose(self, structure_id: str) -> None:
        """Pick a structure out; the same again lets it go."""
        now = self._store.now
        if structure_id == now.selection:
            self._store.update(selection=None)
        else:
            region = self._catalogue.region_of(structure_id, now.region)
            self._store.update(selection=structure_id, region=region)

    def _follow(self, before: Choices, after: Choices) -> None:
        self.typed.data.selection = after.selection or ""
        if (before.audience, before.language) != (after.audience, after.language):
            self.fill()
