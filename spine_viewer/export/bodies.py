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
from spine_viewer.scene.model import Cap, Item, Scene, Section, StructureGeometry, Style

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
    section : Section or None
        The plane that cuts it in the picture; the mesh itself is whole.
    cap : Cap or None
        How its cut surface is filled.
    core : (vertices, faces) or None
        Surface of the cancellous bone inside, world mm; only of what is cut.
    """

    name: str
    vertices: Array
    faces: NDArray[np.int64]
    colours: NDArray[np.uint8] | None
    style: Style
    section: Section | None = None
    cap: Cap | None = None
    core: tuple[Array, NDArray[np.int64]] | None = None


def bodies_of(scene: Scene, spine: Any, detail: Detail = "fine") -> tuple[Body, ...]:
    """Every thing of a scene but the C-arm and its beam.

    Raises
    ------
    InputError
        There is nothing in the scene.
    """
    shown = (item for item in scene.items if item.layer not in LEFT_OUT)
    found = tuple(_bodies(shown, scene.section, spine, detail))
    if not found:
        raise InputError("nothing to write: no structure is shown; choose other layers or structures")
    return found


def arrays_of(mesh: Any) -> tuple[Array, NDArray[np.int64]]:
    """Vertices (n, 3) and faces (m, 3) of a ``vtkPolyData`` of triangles."""
    from vtkmodules.util.numpy_support import vtk_to_numpy

    vertices = vtk_to_numpy(mesh.GetPoints().GetData()).astype(float)
    return vertices, vtk_to_numpy(mesh.GetPolys().GetConnectivityArray()).reshape(-1, 3).astype(np.int64)


def _bodies(items: Iterable[Item], section: Section | None, spine: Any, detail: Detail) -> Iterator[Body]:
    from vtkmodules.util.numpy_support import vtk_to_numpy

    for item in items:
        mesh = polydata_of(item.geometry, spine, detail)
        if mesh.GetNumberOfPolys() == 0:
            continue
        vertices, faces = arrays_of(mesh)
        own = mesh.GetPointData().GetArray(COLOURS) if item.style.baked_colours else None
        colours = None if own is None else vtk_to_numpy(own).astype(np.uint8)
        cut = section if item.cut else None
        core = None if cut is None else _core(item, spine)
        yield Body(item.id, _placed(vertices, item), faces, colours, item.style, cut, item.cap, core)


def _placed(vertices: Array, item: Item) -> Array:
    return vertices if item.matrix is None else vertices @ item.matrix[:3, :3].T + item.matrix[:3, 3]


def _core(item: Item, spine: Any) -> tuple[Array, NDArray[np.int64]] | None:
    """The surface of the cancellous bone, where the item's cut surface shows one."""
    if item.cap is None or item.cap.core is None or not isinstance(item.geometry, StructureGeometry):
        return None
    inner = spine.bone(item.geometry.structure_id).inner
    if inner is None:
        return None
    vertices, faces = arrays_of(inner)
    return _placed(vertices, item), faces
