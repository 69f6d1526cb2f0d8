"""Meshes of a lesson, each once, in the sections of the file that they belong to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.export.lesson.codec import Packed, pack
from spine_viewer.export.lesson.simplify import colours_of, simplified

SECTIONS = ("view", "xray")  # in the order in which they are read

Mesh = tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.uint8] | None]


@dataclass(frozen=True, eq=False)
class Kept:
    """A packed mesh and the section that it is in."""

    section: str
    packed: Packed


class MeshStore:
    """Meshes by key; the same key is packed once.

    Parameters
    ----------
    shared : dict of str to Packed, optional
        What lessons on the same spine share; what is packed here is put into it.
    """

    def __init__(self, shared: dict[str, Packed] | None = None) -> None:
        self._shared = {} if shared is None else shared
        self._kept: dict[str, Kept] = {}

    def add(self, key: str, section: str, make: Callable[[], Packed], again: str = "") -> str:
        """Keep a mesh under a key, in the first section that asks for it.

        ``again`` names what is the same in other lessons.
        """
        if key not in self._kept:
            packed = self._shared.get(again) if again else None
            packed = make() if packed is None else packed
            if again:
                self._shared[again] = packed
            self._kept[key] = Kept(section, packed)
        return key

    def heads(self) -> dict[str, dict[str, Any]]:
        """What a reader must know of each mesh: its head, its section and its bytes there."""
        found: dict[str, dict[str, Any]] = {}
        ends = dict.fromkeys(SECTIONS, 0)
        for key, kept in self._kept.items():
            size = len(kept.packed.content)
            at = ends[kept.section]
            found[key] = {**kept.packed.head, "section": kept.section, "at": at, "length": size}
            ends[kept.section] = at + size
        return found

    def section(self, name: str) -> bytes:
        """All bytes of a section."""
        return b"".join(kept.packed.content for kept in self._kept.values() if kept.section == name)


def packed_polydata(mesh: Any, share: float, colours: str = "") -> Packed:
    """A ``vtkPolyData`` with ``share`` of its triangles, and the point colours of this name where it has them."""
    return pack(*fewer(arrays_of(mesh, colours), share))


def fewer(mesh: Mesh, share: float) -> Mesh:
    """A mesh with ``share`` of its triangles."""
    vertices, faces, colours = mesh
    points, corners = simplified(vertices, faces, share)
    return points, corners, None if colours is None else colours_of(points, vertices, colours)


def arrays_of(mesh: Any, colours: str = "") -> Mesh:
    """Vertices, triangles and the colours of this name of a ``vtkPolyData`` of triangles."""
    from vtkmodules.util.numpy_support import vtk_to_numpy

    points = vtk_to_numpy(mesh.GetPoints().GetData()).astype(float)
    corners = vtk_to_numpy(mesh.GetPolys().GetConnectivityArray()).reshape(-1, 3).astype(np.int64)
    own = mesh.GetPointData().GetArray(colours) if colours else None
    return points, corners, None if own is None else vtk_to_numpy(own).astype(np.uint8)
