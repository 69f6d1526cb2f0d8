"""Which structure is under a pixel."""

from __future__ import annotations

from typing import Any

from spine_viewer.render.actors import DrawnItem


class Picker:
    """A ``vtkCellPicker`` with a static locator per mesh, built when first needed."""

    def __init__(self) -> None:
        from vtkmodules.vtkRenderingCore import vtkCellPicker

        self._picker = vtkCellPicker()
        self._picker.SetTolerance(0.0015)
        self._picker.PickFromListOn()
        self._locators: dict[int, tuple[Any, Any]] = {}

    def pick(self, renderer: Any, shown: list[DrawnItem], x: float, y: float) -> str | None:
        """Structure id at display position (x, y) in pixels from the bottom left."""
        self._picker.InitializePickList()
        by_actor = {}
        for drawn in shown:
            if drawn.item.structure_id is not None:
                self._locate(drawn.mesh())
                self._picker.AddPickList(drawn.actor)
                by_actor[drawn.actor] = drawn.item.structure_id
        self._forget(shown)
        if not self._picker.Pick(x, y, 0.0, renderer):
            return None
        return by_actor.get(self._picker.GetActor())

    def _locate(self, mesh: Any) -> None:
        from vtkmodules.vtkCommonDataModel import vtkStaticCellLocator

        if id(mesh) in self._locators:
            return
        locator = vtkStaticCellLocator()
        locator.SetDataSet(mesh)
        locator.BuildLocator()
        self._picker.AddLocator(locator)
        self._locators[id(mesh)] = (mesh, locator)

    def _forget(self, shown: list[DrawnItem]) -> None:
        """Drop the locators of meshes that are gone, once there are many."""
        if len(self._locators) < 400:
            return
        alive = {id(d.mesh()) for d in shown}
        for key in [k for k in self._locators if k not in alive]:
            self._picker.RemoveLocator(self._locators.pop(key)[1])
