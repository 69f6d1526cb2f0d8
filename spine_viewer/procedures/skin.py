"""Where a needle's line comes out of the skin."""

from __future__ import annotations

from typing import Any

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.procedures.model import Array


class SkinRays:
    """Answers where lines leave a closed skin mesh (a ``pyvista.PolyData``); builds its search tree once."""

    def __init__(self, mesh: Any) -> None:
        from vtkmodules.vtkCommonDataModel import vtkStaticCellLocator

        self._mesh = mesh
        self._locator = vtkStaticCellLocator()
        self._locator.SetDataSet(mesh)
        self._locator.BuildLocator()

    def exit(self, start: Array, direction: Array, reach_mm: float) -> tuple[Array, float] | None:
        """First place (3,) where the line from ``start`` along ``direction`` meets the skin, and how far that is.

        None when it does not within ``reach_mm``.
        """
        from vtkmodules.vtkCommonCore import reference

        end = start + reach_mm * direction
        t, where, parametric = reference(0.0), [0.0] * 3, [0.0] * 3
        sub, cell = reference(0), reference(0)
        hit = self._locator.IntersectWithLine(
            list(map(float, start)), list(map(float, end)), 1e-6, t, where, parametric, sub, cell
        )
        if not hit:
            return None
        point = np.asarray(where, dtype=float)
        return point, float(np.linalg.norm(point - start))

    def entry(self, tip: Array, direction: Array, reach_mm: float) -> tuple[Array, float]:
        """Skin entry (3,) and depth of a needle with its ``tip`` (3,) inside, advanced along ``direction`` (3,).

        Raises
        ------
        InputError
            If the line does not reach the skin within ``reach_mm``.
        """
        found = self.exit(tip, -direction, reach_mm)
        if found is None:
            raise InputError(f"no skin within {reach_mm:g} mm along the needle; is the tip inside the skin mesh?")
        return found
