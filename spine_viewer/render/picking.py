"""Which structure is under a pixel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from spine_viewer.render.locators import Locators
from spine_viewer.scene.model import Item

TOLERANCE = 0.0015  # of the window's diagonal


class Pickable(Protocol):
    """Something on the screen that a pick can hit."""

    actor: Any

    @property
    def item(self) -> Item:
        """What it is."""

    def mesh(self) -> Any:
        """Its ``vtkPolyData``, in the item's frame."""


class Picker:
    """A ``vtkCellPicker`` with a static locator per mesh."""

    def __init__(self, locators: Locators) -> None:
        from vtkmodules.vtkRenderingCore import vtkCellPicker

        self._locators = locators
        self._picker = vtkCellPicker()
        self._picker.SetTolerance(TOLERANCE)
        self._picker.PickFromListOn()

    def pick(
        self, renderer: Any, shown: Sequence[Pickable], x: float, y: float
    ) -> tuple[str, NDArray[np.float64]] | None:
        """Structure id and point (3,) in the item's frame at display position (x, y), pixels from the bottom left."""
        self._picker.InitializePickList()
        self._picker.RemoveAllLocators()
        by_actor = {}
        for drawn in shown:
            if drawn.item.structure_id is not None:
                self._picker.AddLocator(self._locators.of(drawn.mesh()))
                self._picker.AddPickList(drawn.actor)
                by_actor[drawn.actor] = drawn.item
        self._locators.forget_all_but(drawn.mesh() for drawn in shown)
        if not self._picker.Pick(x, y, 0.0, renderer):
            return None
        item = by_actor.get(self._picker.GetActor())
        if item is None or item.structure_id is None:
            return None
        point = np.array(self._picker.GetPickPosition())
        if item.matrix is not None:
            point = (np.linalg.inv(item.matrix) @ np.append(point, 1.0))[:3]
        return item.structure_id, point
