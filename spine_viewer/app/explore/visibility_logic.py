"""Hiding, glass and isolating: what is drawn, how, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.explore.catalogue import Catalogue
from spine_viewer.app.explore.showing import in_sight

NOTHING: frozenset[str] = frozenset()
ALL_SHOWN: dict[str, frozenset[str]] = {"hidden": NOTHING, "ghosted": NOTHING, "isolated": NOTHING}


@dataclass
class VisibilityState:
    """Structures that are hidden, structures and layers that are glass or isolated; whether anything is."""

    hidden: list[str] = field(default_factory=list)
    ghosted: list[str] = field(default_factory=list)
    isolated: list[str] = field(default_factory=list)
    altered: bool = False


class VisibilityLogic:
    """Changes how structures and layers are drawn.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    catalogue : callable
        Gives the names, layers and regions.
    """

    def __init__(self, server: Server, store: Store, catalogue: Callable[[], Catalogue]) -> None:
        self.typed = TypedState(server.state, VisibilityState)
        self._store = store
        self._catalogue = catalogue
        store.subscribe(self._follow)
        self._follow(store.now, store.now)

    def hide(self, structure_id: str) -> None:
        """Take a structure out of the picture, or put it back; what is hidden is let go."""
        now = self._store.now
        gone = structure_id not in now.hidden and structure_id == now.selection
        self._store.update(hidden=now.hidden ^ {structure_id}, selection=None if gone else now.selection)

    def ghost(self, name: str) -> None:
        """Draw a structure or a layer as glass, or solid again."""
        self._store.update(ghosted=self._store.now.ghosted ^ {name})

    def isolate(self, name: str) -> None:
        """Everything but this structure or layer becomes glass; the same again ends it."""
        now = self._store.now
        alone = now.isolated == {name}
        self._store.update(isolated=NOTHING if alone else frozenset({name}), hidden=now.hidden - {name})

    def show_all(self) -> None:
        """Everything solid and in the picture again; the layers stay."""
        self._store.update(**ALL_SHOWN)

    def look_at(self, structure_id: str) -> None:
        """Bring a structure into sight and look at it."""
        self._store.update(**in_sight(self._store.now, self._catalogue(), structure_id))

    def _follow(self, _before: Choices, after: Choices) -> None:
        data = self.typed.data
        for name in ALL_SHOWN:
            setattr(data, name, sorted(getattr(after, name)))
        data.altered = any(getattr(after, name) for name in ALL_SHOWN)
