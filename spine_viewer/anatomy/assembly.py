"""All bones of the default anatomy together: posed fields, and the clearance that keeps neighbours apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from spine_viewer.anatomy.bones.coccyx import build_coccyx
from spine_viewer.anatomy.bones.hip import build_hip
from spine_viewer.anatomy.bones.lumbar import build_lumbar
from spine_viewer.anatomy.bones.model import BoneModel
from spine_viewer.anatomy.bones.sacrum import build_sacrum
from spine_viewer.anatomy.field.base import Array, Culled, Field, Guarded
from spine_viewer.anatomy.field.combine import Cleared
from spine_viewer.anatomy.field.mesher import project
from spine_viewer.anatomy.field.primitives import Moved
from spine_viewer.anatomy.levels import POSES, Levels, load_levels, segment_name
from spine_viewer.anatomy.morphometry import load_morphometry
from spine_viewer.anatomy.pose import stack
from spine_viewer.anatomy.rigid import inverse

ON_SURFACE_MM = 0.01


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


def build_models() -> dict[str, BoneModel]:
    """Every bone of the default anatomy, in its own frame."""
    models = {level: build_lumbar(level) for level in ("T12", "L1", "L2", "L3", "L4", "L5")}
    models |= {"sacrum": build_sacrum(), "coccyx": build_coccyx()}
    models |= {f"hip_{side}": build_hip(side) for side in ("left", "right")}
    return models


def neighbour_gaps(levels: Levels) -> dict[tuple[str, str], float]:
    """Gap in mm to keep between each pair of neighbouring bones."""
    facet, sacroiliac, bone = (levels.gaps_mm[key].value for key in ("facet", "sacroiliac", "bone"))
    gaps = dict.fromkeys(levels.segments, facet)
    for side in ("left", "right"):
        gaps["sacrum", f"hip_{side}"] = sacroiliac
        gaps["L5", f"hip_{side}"] = bone
    gaps["sacrum", "coccyx"] = bone
    gaps["hip_left", "hip_right"] = bone
    return gaps


def disc_heights(levels: Levels) -> dict[str, float]:
    """Mean height in mm of every disc of the column, by segment name."""
    table = load_morphometry()
    names = [segment_name(upper, lower) for upper, lower in levels.segments]
    return {name: table.value(name, levels.disc_height.dimension) for name in names}


def snap(marks: Mapping[str, Array], kinds: Mapping[str, str], field: Field) -> dict[str, Array]:
    """Landmarks of a bone: surface ones moved on the zero level of ``field``, interior ones as they are."""
    snapped = {name: np.asarray(point, dtype=float) for name, point in marks.items()}
    names = [name for name, kind in kinds.items() if kind == "surface"]
    points = np.array([snapped[name] for name in names])
    off = np.abs(field(points)) > ON_SURFACE_MM
    if off.any():
        points[off] = project(field, points[off], steps=6, limit_mm=0.8)
    snapped.update(zip(names, points, strict=True))
    return snapped


def assemble() -> Assembly:
    """The default anatomy: models, poses, mutual clearance in every pose, snapped landmarks."""
    levels = load_levels()
    models = build_models()
    kinds = {bone: {name: mark.kind for name, mark in model.landmarks.items()} for bone, model in models.items()}
    raw = {
        bone: snap({name: mark.point for name, mark in model.landmarks.items()}, kinds[bone], model.field)
        for bone, model in models.items()
    }
    poses = {pose: stack(raw, levels, disc_heights(levels), pose) for pose in POSES}
    guarded = {bone: Guarded(model.field) for bone, model in models.items()}
    around: dict[str, list[tuple[Field, float]]] = {bone: [] for bone in models}
    for (upper, lower), gap in neighbour_gaps(levels).items():
        for own, other in ((upper, lower), (lower, upper)):
            for matrix in _distinct([inverse(poses[pose][own]) @ poses[pose][other] for pose in POSES]):
                around[own].append((Culled(Moved(guarded[other], matrix)), gap))
    fields = {bone: Cleared(Culled(model.field), tuple(around[bone])) for bone, model in models.items()}
    landmarks = {bone: snap(raw[bone], kinds[bone], fields[bone]) for bone in models}
    return Assembly(models, fields, landmarks, poses, levels)


def _distinct(matrices: list[Array]) -> list[Array]:
    kept: list[Array] = []
    for matrix in matrices:
        if not any(np.allclose(matrix, other, atol=1e-6) for other in kept):
            kept.append(matrix)
    return kept
