"""Search: what is found by any of its names, and brought into sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from trame_server import Server
from trame_server.utils.typed_state import TypedState

from spine_viewer.app.choices import Choices, Store
from spine_viewer.app.explore.catalogue import Catalogue
from spine_viewer.app.explore.showing import in_sight
from spine_viewer.app.text import text
from spine_viewer.scene.search import Hit

MOST = 8


@dataclass
class SearchState:
    """What is typed, and what was found: ``{"id", "name", "by", "place"}``; ``more``: how many are left out."""

    query: str = ""
    found: list[dict] = field(default_factory=list)
    more: str = ""


class SearchLogic:
    """Finds structures while somebody types.

    Parameters
    ----------
    server : trame_server.Server
    store : Store
    catalogue : Catalogue
        Names, layers and regions; empty until the spine is loaded.
    find : callable
        ``find(query, shown)`` as :meth:`scene.search.SearchIndex.find`.
    """

    def __init__(
        self,
        server: Server,
        store: Store,
        catalogue: Catalogue,
        find: Callable[[str, Callable[[str], bool]], list[Hit]],
    ) -> None:
        self.typed = TypedState(server.state, SearchState)
        self._store = store
        self._catalogue = catalogue
        self._find = find
        self.typed.bind_changes({self.typed.name.query: self._search})
        store.subscribe(self._follow)

    def choose(self, structure_id: str) -> None:
        """Pick a result out, make it visible and look at it."""
        self.typed.data.query = ""
        self.typed.data.found, self.typed.data.more = [], ""
        self._store.update(**in_sight(self._store.now, self._catalogue, structure_id))

    def _search(self, query: str) -> None:
        data, now = self.typed.data, self._store.now
        hits = self._find(query, lambda one: self._catalogue.region_of(one, now.region) == now.region)
        data.found = [self._row(hit, now) for hit in hits[:MOST]]
        data.more = text("search.more", now.language, number=str(len(hits) - MOST)) if len(hits) > MOST else ""

    def _follow(self, before: Choices, after: Choices) -> None:
        if before.language != after.language and self.typed.data.query:
            self._search(self.typed.data.query)

    def _row(self, hit: Hit, now: Choices) -> dict:
        """A result as the list shows it: ``by`` is the name that it was found by, where that is another."""
        name = self._catalogue.full_name(hit.structure_id, now.audience, now.language)
        layer = text(f"layers.{self._catalogue.layer_of(hit.structure_id)}", now.language)
        region = text(f"regions.{self._catalogue.region_of(hit.structure_id, now.region)}", now.language)
        found_by = hit.name.text
        known = found_by.casefold() in name.casefold() or hit.name.language == now.language
        language = text(f"search.language_{hit.name.language}", now.language)
        return {
            "id": hit.structure_id,
            "name": name,
            "by": "" if known and hit.name.language == now.language else f"{found_by} ({language})",
            "place": f"{layer} · {region}",
        }
