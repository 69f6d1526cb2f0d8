"""The things of a scene as plain triangle meshes, for files that other programs read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.errors import InputError
from spine_viewer.render.polydata import COLOURS, polydata_of
from spine_viewer.render.quality import Detail
from spine_viewer.scene.model import Item, Scene, Style

Array = NDArray[np.float64]
LEFT_OUT = ("c_arm", "labels")


@dataclass(frozen=True, eq=False)
class Body:
    """One thing of a scene.

    Parameters
    ----------
    name : str
        Id of the item, such as ``L4`` or ``needle:0``.
    vertices, faces : (n, 3) float, (m, 3) int
        World mm, LPS; outward by the right-hand rule.
    colours : (n, 3) uint8 or None
        RGB per vertex where the thing has its own, else the style's colour holds.
    style : Style
    """

    name: str
    vertices: Array
    faces: NDArray[np.int64]
    colours: NDArray[np.uint8] | None
    style: Style


def bodies_of(scene: Scene, spine: Any, detail: Detail = "fine") -> tuple[Body, ...]:
    """Every thing of a scene but the C-arm and its beam.

    Raises
    ------
    InputError
        There is nothing in the scene.
    """
    found = tuple(_bodies((item for item in scene.items if item.layer not in LEFT_OUT), spine, detail))
    if not found:
        raise InputError("nothing to write: no structure is shown; choose other layers or structures")
    return found


def _bodies(items: Iterable[Item], spine: Any, detail: Detail) -> Iterator[Body]:
    from vtkmodules.util.numpy_support import vtk_to_numpy

    for item in items:
        mesh = polydata_of(item.geometry, spine, detail)
        if mesh.GetNumberOfPolys() == 0:
            continue
        vertices = vtk_to_numpy(mesh.GetPoints().GetData()).astype(float)
        faces = vtk_to_numpy(mesh.GetPolys().GetConnectivityArray()).reshape(-1, 3).astype(np.int64)
        if item.matrix is not None:
            vertices = vertices @ item.matrix[:3, :3].T + item.matrix[:3, 3]
        own = mesh.GetPointData().GetArray(COLOURS) if item.style.baked_colours else None
        colours = None if own is None else vtk_to_numpy(own).astype(np.uint8)
        yield Body(item.id, vertices, faces, colours, item.style)
