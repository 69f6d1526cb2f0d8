"""Which region of the spine is explored."""

from __future__ import annotations

from dataclasses import dataclass

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import FOLLOWING, Choices, Store
from spine_viewer.app.explore.showing import cut_in_another_region, let_go


@dataclass
class RegionState:
    """Name of the chosen region."""

    region: str = "lumbar"


class RegionLogic:
    """Goes from region to region.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    """

    def __init__(self, server: Server, store: Store) -> None:
        self.typed = TypedState(server.state, RegionState)
        self._store = store
        store.subscribe(self._follow)
        self._follow(store.now, store.now)

    def choose(self, region: str) -> None:
        """Show another region; what was picked out is let go, and the C-arm is aimed at the region."""
        now = self._store.now
        changes = let_go(now) | {"region": region, "focus": None, "cut": cut_in_another_region(now)} | FOLLOWING
        self._store.update(**changes)

    def _follow(self, _before: Choices, after: Choices) -> None:
        self.typed.data.region = after.region
