"""Search trees of meshes, built when first needed and kept while the mesh is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

MOST_KEPT = 400


class Locators:
    """A ``vtkStaticCellLocator`` per ``vtkPolyData``."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Any, Any]] = {}

    def of(self, mesh: Any) -> Any:
        """The locator of a mesh."""
        from vtkmodules.vtkCommonDataModel import vtkStaticCellLocator

        found = self._kept.get(id(mesh))
        if found is None:
            locator = vtkStaticCellLocator()
            locator.SetDataSet(mesh)
            locator.BuildLocator()
            found = self._kept[id(mesh)] = (mesh, locator)
        return found[1]

    def forget_all_but(self, meshes: Iterable[Any]) -> None:
        """Drop the locators of meshes that are gone, once there are many."""
        if len(self._kept) > MOST_KEPT:
            alive = {id(mesh) for mesh in meshes}
            self._kept = {key: pair for key, pair in self._kept.items() if key in alive}
