"""The layer tree: every layer, and under it the structures of the region."""

from __future__ import annotations

from dataclasses import dataclass, field

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.explore.catalogue import Catalogue
from spine_viewer.app.explore.showing import cut_in_another_region, let_go

RELEVANT = ("region", "audience", "language")


@dataclass
class TreeState:
    """Layers that are unfolded; of each its structures ``{"id", "name", "head"}``, ``head`` before the first of a kind.

    ``counts``: structures of the region by layer; ``selection``: what is picked out.
    """

    open: list[str] = field(default_factory=list)
    items: dict[str, list[dict]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    selection: str = ""


class TreeLogic:
    """Fills the tree in the words of the audience and picks structures out.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    catalogue : Catalogue
        Knows the names; empty until the spine is loaded.
    """

    def __init__(self, server: Server, store: Store, catalogue: Catalogue) -> None:
        self.typed = TypedState(server.state, TreeState)
        self._store = store
        self._catalogue = catalogue
        store.subscribe(self._follow)

    def fill(self) -> None:
        """Write the tree anew; only what is unfolded has its structures."""
        now, data = self._store.now, self.typed.data
        layers = self._catalogue.layers(now.region, now.audience, now.language)
        data.counts = {layer: len(items) for layer, items in layers.items()}
        data.items = {layer: layers.get(layer, []) for layer in data.open}

    def unfold(self, layer: str) -> None:
        """Show the structures of a layer, or fold them away."""
        data = self.typed.data
        data.open = [one for one in data.open if one != layer] if layer in data.open else [*data.open, layer]
        self.fill()

    def choose(self, structure_id: str) -> None:
        """Pick a structure out; the same again lets it go. A landmark stands for its bone, a note for its structure."""
        now = self._store.now
        if structure_id.startswith("note:"):
            structure_id = now.notes[int(structure_id.removeprefix("note:"))].structure_id
        known = self._catalogue.known(structure_id)
        if known is None:
            return
        if known == now.selection:
            self._store.update(**let_go(now))
        else:
            region = self._catalogue.region_of(known, now.region)
            cut = now.cut if region == now.region else cut_in_another_region(now)
            self._store.update(selection=known, region=region, cut=cut)

    def _follow(self, before: Choices, after: Choices) -> None:
        self.typed.data.selection = after.selection or ""
        if any(getattr(before, name) != getattr(after, name) for name in RELEVANT):
            self.fill()
