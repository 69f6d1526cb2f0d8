"""Things in the beam: a closed mesh, what it is made of, and what it displaces."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from spine_viewer.anatomy.ids import choose
from spine_viewer.errors import InputError
from spine_viewer.imaging.materials import material_facts
from spine_viewer.imaging.projector.bodies import Triangles, as_triangles

TUBE_SIDES = 24


@dataclass(frozen=True, eq=False)
class Solid:
    """A body of one material.

    Parameters
    ----------
    name : str
        One name per body; bodies of the same name replace each other.
    mesh : Triangles or any mesh that :func:`spine_viewer.imaging.project` reads
        World mm.
    material : str
        A key of ``annotations/materials.json``.
    replaces : str, optional
        Material whose place it takes: trunk tissue for a bone, cortical bone for the core inside its shell.
        Leave out for a body in air.
    share : float
        Part of the space within the mesh that it fills, above 0 up to 1; the rest stays what it was. Fluid between
        muscle fibres fills about a third.

    Raises
    ------
    InputError
        Unknown material, a share that is not allowed, or a mesh that cannot be read.
    """

    name: str
    mesh: Any
    material: str
    replaces: str | None = None
    share: float = 1.0

    def __post_init__(self) -> None:
        known = tuple(material_facts().materials)
        choose(self.material, known, "material")
        if self.replaces is not None:
            choose(self.replaces, known, "material")
        if not 0.0 < self.share <= 1.0:
            raise InputError(f"share {self.share:g} of {self.name} is not allowed; allowed: above 0 up to 1")
        object.__setattr__(self, "mesh", as_triangles(self.mesh))

    @property
    def triangles(self) -> Triangles:
        """The mesh as the projector reads it."""
        return self.mesh


def tube(path: ArrayLike, diameter_mm: ArrayLike, sides: int = TUBE_SIDES) -> Triangles:
    """A closed tube along a path: needles, muscles, bowel.

    Parameters
    ----------
    path : (k >= 2, 3) float
        World mm.
    diameter_mm : float or (k,) float
        Outer diameter, one or one per point; the polygon has the circle's area.

    Raises
    ------
    InputError
        A path without length, or a diameter that is not positive.
    """
    points = np.asarray(path, dtype=float)
    if points.ndim != 2 or points.shape[1:] != (3,) or len(points) < 2 or not np.isfinite(points).all():
        raise InputError(f"tube path has the shape {points.shape}; allowed: (2 or more, 3) finite numbers in mm")
    widths = np.asarray(diameter_mm, dtype=float)
    if widths.shape not in ((), (len(points),)) or not (np.isfinite(widths).all() and (widths > 0).all()):
        raise InputError(f"tube diameter {widths.tolist()} is not allowed: one number above 0 mm, or one per point")
    apart = np.concatenate([[True], np.linalg.norm(np.diff(points, axis=0), axis=1) > 1e-6])
    points, widths = points[apart], np.broadcast_to(widths, len(points))[apart]
    if len(points) < 2:
        raise InputError("tube path has no length; give at least two different points")
    ahead = np.gradient(points, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    side = np.cross(ahead[0], np.eye(3)[int(np.argmin(np.abs(ahead[0])))])
    turn = 2 * np.pi * np.arange(sides) / sides
    radii = widths / 2 * math.sqrt(2 * np.pi / (sides * math.sin(2 * np.pi / sides)))
    rings: list[NDArray[np.float64]] = []
    for point, direction, radius in zip(points, ahead, radii, strict=True):
        side = side - (side @ direction) * direction
        side /= np.linalg.norm(side)
        other = np.cross(direction, side)
        rings.append(point + radius * (np.cos(turn)[:, None] * side + np.sin(turn)[:, None] * other))
    vertices = np.concatenate([*rings, points[:1], points[-1:]])
    faces: list[tuple[int, int, int]] = []
    first, last = len(vertices) - 2, len(vertices) - 1
    end = (len(rings) - 1) * sides
    for k in range(sides):
        after = (k + 1) % sides
        faces += [(first, after, k), (last, end + k, end + after)]
        for ring in range(0, end, sides):
            faces += [
                (ring + k, ring + after, ring + sides + k),
                (ring + after, ring + sides + after, ring + sides + k),
            ]
    return as_triangles((vertices, np.array(faces)))


def needle(name: str, path: ArrayLike, diameter_mm: float, inside: str | None = "trunk_tissue") -> Solid:
    """A steel needle along a path (tip anywhere); ``inside`` is the tissue that it displaces."""
    return Solid(name, tube(path, diameter_mm), "steel", inside)
