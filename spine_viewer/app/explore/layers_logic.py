"""Which layers are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store


@dataclass
class LayersState:
    """Names of the layers that are on."""

    on: list[str] = field(default_factory=list)


class LayersLogic:
    """Switches layers on and off.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    """

    def __init__(self, server: Server, store: Store) -> None:
        self.typed = TypedState(server.state, LayersState)
        self._store = store
        store.subscribe(self._follow)
        self._follow(store.now, store.now)

    def toggle(self, layer: str) -> None:
        """Show a hidden layer, hide a shown one."""
        self._store.update(layers=self._store.now.layers ^ {layer})

    def _follow(self, _before: Choices, after: Choices) -> None:
        self.typed.data.on = sorted(after.layers)
