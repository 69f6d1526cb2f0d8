"""All bones of the default anatomy together: posed fields, and the clearance that keeps neighbours apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from spine_viewer.anatomy.bones.builders import build_bone, seats
from spine_viewer.anatomy.bones.model import BoneModel, Face
from spine_viewer.anatomy.field.base import Array, Culled, Field, Guarded
from spine_viewer.anatomy.field.combine import Cleared
from spine_viewer.anatomy.field.mesher import gradient, project
from spine_viewer.anatomy.field.primitives import Moved
from spine_viewer.anatomy.ids import CERVICAL, LUMBAR, SIDES, THORACIC, above, rib_of
from spine_viewer.anatomy.levels import POSES, Levels, load_levels, segment_name
from spine_viewer.anatomy.morphometry import load_morphometry
from spine_viewer.anatomy.pose import stack
from spine_viewer.anatomy.rigid import inverse
from spine_viewer.anatomy.soft.cartilage import facet_region

ON_SURFACE_MM = 0.01
INSIDE_MM, SINK_MM, SINK_STEPS = 1.0, 0.3, 8
YIELD_MM = 2.0
SKIN_MM = 0.8  # how far the space of a joint reaches into both bones
FADE_FROM_MM, FADE_OVER_MM = 0.3, 2.0  # outside the space of a joint the gap goes over to that of passing bones


@dataclass(frozen=True)
class Assembly:
    """Bones before meshing.

    ``fields`` are cleared of their neighbours, in bone frames; ``landmarks`` are snapped on them; ``poses`` holds
    per pose and bone the transform (4, 4) to the world.
    """

    models: Mapping[str, BoneModel]
    fields: Mapping[str, Field]
    landmarks: Mapping[str, Mapping[str, Array]]
    poses: Mapping[str, Mapping[str, Array]]
    levels: Levels

    def world_field(self, bone: str, pose: str) -> Field:
        """Final field of a bone in world mm."""
        return Moved(self.fields[bone], self.poses[pose][bone])


def neighbour_gaps(levels: Levels) -> dict[tuple[str, str], float]:
    """Gap in mm to keep between each pair of neighbouring bones."""
    size = {name: figure.value for name, figure in levels.gaps_mm.items()}
    gaps = dict.fromkeys(levels.segments, size["facet"])
    gaps["C1", "C2"], gaps["occiput", "C1"] = size["atlantodental"], size["atlantooccipital"]
    for side in SIDES:
        gaps["sacrum", f"hip_{side}"] = size["sacroiliac"]
        gaps["L5", f"hip_{side}"] = size["bone"]
        for level in THORACIC:
            for vertebra in (level, above(level)):
                gaps[vertebra, rib_of(level, side)] = size["costovertebral"]
    gaps["sacrum", "coccyx"] = size["bone"]
    gaps["hip_left", "hip_right"] = size["bone"]
    return {pair: gap for pair, gap in gaps.items() if set(pair) <= set(levels.bones)}


@dataclass(frozen=True)
class GradedGap:
    """Gap between two vertebrae in mm: ``joint_mm`` over their joint faces, ``bone_mm`` away from them.

    ``faces``: columns over the faces, negative inside, in the frame of the bone that is cleared.
    """

    faces: tuple[Field, ...]
    joint_mm: float
    bone_mm: float

    @property
    def bounds(self) -> Array:
        return np.array([[-1e3] * 3, [1e3] * 3])

    def __call__(self, points: Array) -> Array:
        off = np.min([face(points) for face in self.faces], axis=0)
        share = np.clip((off - FADE_FROM_MM) / FADE_OVER_MM, 0.0, 1.0)
        return self.joint_mm + (self.bone_mm - self.joint_mm) * share * share * (3.0 - 2.0 * share)


def joint_space(face: Face, gap_mm: float) -> Field:
    """The space of a joint between its two faces, negative inside; ``face`` is that of the lower bone."""
    middle = replace(face, centre=face.centre + 0.5 * gap_mm * face.normal)
    return facet_region(middle, 0.5 * gap_mm + SKIN_MM)


def gap_between(
    upper: str, lower: BoneModel, gap_mm: float, levels: Levels, matrix: Array, clears_upper: bool
) -> float | Field:
    """The gap to keep between two bones; ``matrix`` (4, 4) carries the frame of ``lower`` to that of the cleared bone.

    Above the lumbar region it is the joint's own gap only over the joint faces: processes that merely pass each other
    come closer there. In the neck it is then the lower bone's articular process that gives way (``clears_upper``: the
    gap is asked for on behalf of the upper bone), not the slender ring about the upper one's transverse foramen.
    """
    if (upper, lower.id) not in levels.segments or lower.id in (*LUMBAR, "sacrum"):
        return gap_mm
    faces = [joint_space(lower.faces[f"superior_articular_facet:{side}"], gap_mm) for side in SIDES]
    passing = levels.gaps_mm["passing"].value
    if lower.id in CERVICAL:
        passing += -YIELD_MM if clears_upper else YIELD_MM
    return GradedGap(tuple(Moved(face, matrix) for face in faces), gap_mm, passing)


def disc_heights(levels: Levels) -> dict[str, float]:
    """Mean height in mm of every disc of the column, by segment name."""
    table = load_morphometry()
    names = [segment_name(upper, lower) for upper, lower in levels.segments]
    return {name: table.value(name, levels.disc_height.dimension) for name in names}


def snap(marks: Mapping[str, Array], kinds: Mapping[str, str], field: Field) -> dict[str, Array]:
    """Landmarks of a bone: surface ones moved on the zero level of ``field``, interior ones deep enough inside."""
    snapped = {name: np.asarray(point, dtype=float) for name, point in marks.items()}
    names = [name for name, kind in kinds.items() if kind == "surface"]
    points = np.array([snapped[name] for name in names])
    off = np.abs(field(points)) > ON_SURFACE_MM
    if off.any():
        points[off] = project(field, points[off], steps=12, limit_mm=0.8)
    snapped.update(zip(names, points, strict=True))
    inner = [name for name, kind in kinds.items() if kind == "interior"]
    snapped.update(zip(inner, sunk(field, np.array([snapped[name] for name in inner]).reshape(-1, 3)), strict=True))
    return snapped


def sunk(field: Field, points: Array) -> Array:
    """Points (n, 3) moved down the field where they are less than 1 mm inside the bone."""
    moved = points.copy()
    for _ in range(SINK_STEPS if len(moved) else 0):
        shallow = field(moved) > -INSIDE_MM
        if not shallow.any():
            break
        slope = gradient(field, moved[shallow])
        moved[shallow] -= SINK_MM * slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 1e-9)
    return moved


def assemble() -> Assembly:
    """The default anatomy: models, poses, mutual clearance in every pose, snapped landmarks."""
    levels = load_levels()
    models = {bone: build_bone(bone) for bone in levels.bones}
    kinds = {bone: {name: mark.kind for name, mark in model.landmarks.items()} for bone, model in models.items()}
    raw = {
        bone: snap({name: mark.point for name, mark in model.landmarks.items()}, kinds[bone], model.field)
        for bone, model in models.items()
    }
    sitting = seats()
    poses = {pose: stack(raw, levels, disc_heights(levels), pose, sitting) for pose in POSES}
    guarded = {bone: Guarded(model.field) for bone, model in models.items()}
    around: dict[str, list[tuple[Field, float | Field]]] = {bone: [] for bone in models}
    for (upper, lower), gap in neighbour_gaps(levels).items():
        for own, other in ((upper, lower), (lower, upper)):
            for matrix in _distinct([inverse(poses[pose][own]) @ poses[pose][other] for pose in POSES]):
                to_own = matrix if own == upper else np.eye(4)
                kept = gap_between(upper, models[lower], gap, levels, to_own, own == upper)
                around[own].append((Culled(Moved(guarded[other], matrix)), kept))
    fields = {bone: Cleared(Culled(model.field), tuple(around[bone])) for bone, model in models.items()}
    landmarks = {bone: snap(raw[bone], kinds[bone], fields[bone]) for bone in models}
    return Assembly(models, fields, landmarks, poses, levels)


def _distinct(matrices: list[Array]) -> list[Array]:
    kept: list[Array] = []
    for matrix in matrices:
        if not any(np.allclose(matrix, other, atol=1e-6) for other in kept):
            kept.append(matrix)
    return kept
