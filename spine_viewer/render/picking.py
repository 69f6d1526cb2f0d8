"""Which structure is under a pixel."""

from __future__ import annotations

from typing import Any

from spine_viewer.render.actors import DrawnItem
from spine_viewer.render.locators import Locators

TOLERANCE = 0.0015  # of the window's diagonal


class Picker:
    """A ``vtkCellPicker`` with a static locator per mesh."""

    def __init__(self, locators: Locators) -> None:
        from vtkmodules.vtkRenderingCore import vtkCellPicker

        self._locators = locators
        self._picker = vtkCellPicker()
        self._picker.SetTolerance(TOLERANCE)
        self._picker.PickFromListOn()

    def pick(self, renderer: Any, shown: list[DrawnItem], x: float, y: float) -> str | None:
        """Structure id at display position (x, y) in pixels from the bottom left."""
        self._picker.InitializePickList()
        self._picker.RemoveAllLocators()
        by_actor = {}
        for drawn in shown:
            if drawn.item.structure_id is not None:
                self._picker.AddLocator(self._locators.of(drawn.mesh()))
                self._picker.AddPickList(drawn.actor)
                by_actor[drawn.actor] = drawn.item.structure_id
        self._locators.forget_all_but(drawn.mesh() for drawn in shown)
        if not self._picker.Pick(x, y, 0.0, renderer):
            return None
        return by_actor.get(self._picker.GetActor())
