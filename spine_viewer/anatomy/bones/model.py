"""What a bone builder returns: the field, its landmarks and its joint faces, all in the bone's own frame."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

from spine_viewer.anatomy.field.base import Array, Field

Kind = Literal["surface", "interior"]


@dataclass(frozen=True)
class Landmark:
    """A named point in the bone frame, mm.

    ``kind``: ``surface`` points are snapped on the zero level when the mesh is built; ``interior`` points lie inside
    the bone and are left alone.
    """

    point: Array
    kind: Kind = "surface"


@dataclass(frozen=True)
class Face:
    """A joint face: centre (3,), outward unit normal (3,), ``up`` (3,) along its height, half sizes in mm."""

    centre: Array
    normal: Array
    up: Array
    half_width_mm: float
    half_height_mm: float


@dataclass(frozen=True)
class BoneModel:
    """One bone before meshing.

    ``landmarks`` by name without the bone's id (``mamillary_process:left``), ``faces`` likewise
    (``superior_articular_facet:left``), ``dimensions`` the named lengths in mm and angles in degrees it was made from;
    ``triangle_budget`` the most triangles of its display mesh.
    """

    id: str
    field: Field
    landmarks: dict[str, Landmark]
    faces: dict[str, Face]
    dimensions: dict[str, float]
    genus: int
    voxel_mm: float = 0.5
    triangle_budget: int = 30_000
    extras: dict[str, Field] = dataclasses.field(default_factory=dict)
