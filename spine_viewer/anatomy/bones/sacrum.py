"""The sacrum as one signed distance field built from named dimensions.

Frame: origin at the centre of the S1 endplate, x to the left, y posterior within the endplate plane, z along its
normal. Order of work: bulk and endplate column, cut the canal, add processes, crests and cornua, cut pits and
foramina. The left half is built and mirrored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.bones import sacrum_canal as hollow
from spine_viewer.anatomy.bones import sacrum_crests as crests
from spine_viewer.anatomy.bones.model import BoneModel, Face
from spine_viewer.anatomy.bones.sacrum_assembly import add, assemble, cut
from spine_viewer.anatomy.bones.sacrum_auricular import AuricularRegion, Ear, Roughness, ear, relief
from spine_viewer.anatomy.bones.sacrum_dimensions import Dimensions, load_dimensions
from spine_viewer.anatomy.bones.sacrum_heights import HeightMap, height_map
from spine_viewer.anatomy.bones.sacrum_joints import endplate_column, facet_face, superior_articular_process
from spine_viewer.anatomy.bones.sacrum_landmarks import auricular_face, sacral_landmarks
from spine_viewer.anatomy.bones.sacrum_plates import Y_GRID, Z_GRID, lateral_samples, sacral_mass
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.combine import Mirrored
from spine_viewer.anatomy.field.primitives import Ellipsoid

GENUS = 17
VOXEL_MM = 0.7
RIDGES = ("S1_S2", "S2_S3", "S3_S4", "S4_S5")
PITS = ("upper", "middle", "lower")


def cautious(value: Array) -> Array:
    """Distances (n,) mm made a safe lower bound beyond 2 mm, where height maps may overstate them."""
    size = np.abs(value)
    return np.where(size > 2.0, np.sign(value) * (2.0 + 0.55 * (size - 2.0)), value)


@dataclass(frozen=True)
class Textured:
    """A field with fine relief that is strong around named pits and fades out within ``fade_mm``."""

    inner: Field
    relief: Roughness
    centre: Array
    reach: Array

    @property
    def bounds(self) -> Array:
        return self.inner.bounds

    def __call__(self, points: Array) -> Array:
        value = self.inner(points)
        q = (((points - self.centre) / self.reach) ** 2).sum(axis=1)
        near = (q < 1.0) & (np.abs(value) < 3.0)
        if near.any():
            fade = (1.0 - q[near]) ** 2
            value[near] += fade * self.relief(points[near])
        return cautious(value)


def _ridge(dimensions: Dimensions, name: str) -> Field:
    """Transverse ridge on the pelvic surface where two bodies fused."""
    d = dimensions
    centre = np.array([0.0, d(f"ridge:{name}.y"), d(f"ridge:{name}.z")])
    return Ellipsoid(centre, np.array([d(f"ridge:{name}.half_width"), 2.6, 3.0]))


def _pit(dimensions: Dimensions, name: str) -> Field:
    """Pit of the sacral tuberosity behind the auricular surface, where the interosseous ligament holds."""
    d = dimensions
    return Ellipsoid(d.point(f"pit:{name}"), d.point(f"pit:{name}.radii"))


def lateral_map(dimensions: Dimensions, outline: Ear) -> HeightMap:
    """Lateral surface of the left half with the raised auricular surface: x over (y, z)."""
    raised = lateral_samples(dimensions) + relief(dimensions, outline, Y_GRID, Z_GRID)
    return height_map(raised, (Y_GRID[0], Z_GRID[0]))


def half_field(dimensions: Dimensions) -> Field:
    """Left half of the sacrum (valid for x >= 0)."""
    d = dimensions
    outline = ear(d)
    steps = [add(endplate_column(d), 3.0)]
    steps += [add(_ridge(d, name), 5.0) for name in RIDGES]
    steps += [add(crests.intermediate_crest(d), 6.0), add(crests.lateral_crest(d), 6.0)]
    steps += [add(crests.transverse_tubercle(d, level), 5.0) for level in crests.LATERAL]
    steps += [add(crests.median_crest(d), 4.0)]
    steps += [add(crests.median_tubercle(d, level), 3.5) for level in crests.MEDIAN]
    steps += [cut(hollow.canal(d), 1.2), add(superior_articular_process(d), 3.5), add(crests.cornu(d), 4.5)]
    steps += [cut(_pit(d, name), 3.0) for name in PITS]
    steps += [cut(hollow.ventral_groove(d, level), d(f"edge:groove:{level}")) for level in hollow.GROOVED]
    for level in hollow.LEVELS:
        steps.append(cut(hollow.ventral_foramen(d, level), d(f"edge:pelvic:{level}")))
        steps.append(cut(hollow.dorsal_foramen(d, level), d(f"edge:foramen:{level}")))
    solid = assemble(sacral_mass(d, lateral_map(d, outline)), steps)
    rough = Roughness(d("tuberosity:roughness"), d("tuberosity:wavelength"))
    return Textured(solid, rough, d.point("tuberosity:centre"), d.point("tuberosity:reach"))


def _mirrored_face(face: Face) -> Face:
    flip = np.array([-1.0, 1.0, 1.0])
    return Face(face.centre * flip, face.normal * flip, face.up * flip, face.half_width_mm, face.half_height_mm)


def sacrum_field(dimensions: Dimensions) -> Field:
    """The whole sacrum."""
    return Mirrored(half_field(dimensions))


def _faces(dimensions: Dimensions, field: Field, outline: Ear) -> dict[str, Face]:
    left = {
        "superior_articular_facet": facet_face(dimensions),
        "auricular_surface": auricular_face(field, outline),
    }
    faces = {}
    for name, face in left.items():
        faces[f"{name}:left"] = face
        faces[f"{name}:right"] = _mirrored_face(face)
    return faces


def build_sacrum(changes: Mapping[str, float] | None = None) -> BoneModel:
    """The sacrum from ``annotations/shape/sacrum.csv``.

    Parameters
    ----------
    changes : mapping of str to float, optional
        Dimensions by name (mm, degrees) that replace those of the table.

    Returns
    -------
    BoneModel
        Genus 17: the canal and four pairs of pelvic and dorsal foramina that open from it. ``extras`` hold the
        columns ``auricular_region:left`` and ``:right``, negative where the side of the bone is joint surface.

    Raises
    ------
    InputError
        If a dimension is unknown or the table is faulty.
    """
    dimensions = load_dimensions(changes)
    field = sacrum_field(dimensions)
    outline = ear(dimensions)
    side, depth = lateral_map(dimensions, outline), dimensions("auricular:region_depth")
    return BoneModel(
        id="sacrum",
        field=field,
        landmarks=sacral_landmarks(dimensions, field, outline),
        faces=_faces(dimensions, field, outline),
        dimensions=dict(dimensions.values),
        genus=GENUS,
        voxel_mm=VOXEL_MM,
        triangle_budget=60_000,
        extras={
            "auricular_region:left": AuricularRegion(outline, side, 1.0, depth),
            "auricular_region:right": AuricularRegion(outline, side, -1.0, depth),
        },
    )
