"""Stacks the bones of a varied spine: those of the default one, sized, with worn discs narrowed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.levels import Levels, segment_name
from spine_viewer.anatomy.pose import Points, endplate
from spine_viewer.anatomy.rigid import inverse, rigid

FLAT = 0.35  # below this share of its normal that points backwards a face does not tell where to slide


def restack(
    poses: Mapping[str, Array], levels: Levels, scale: Array, narrowed: Mapping[str, Array]
) -> dict[str, Array]:
    """Poses (4, 4) of every bone.

    Parameters
    ----------
    poses : mapping of bone id to (4, 4)
        Of the default anatomy.
    levels : Levels
    scale : (3,)
        Factors of width, depth and height.
    narrowed : mapping of segment name to (3,)
        How far the upper bone has come down, in the frame of the lower one, mm, before scaling.
    """
    root = poses["sacrum"]
    placed = {"sacrum": rigid(root[:3, :3], root[:3, 3] * scale)}
    pairs = [(lower, upper) for upper, lower in levels.segments]
    pairs += [(carrier, bone) for carrier, others in levels.carried.items() for bone in others]
    waiting = list(pairs)
    while waiting:
        below, bone = next(pair for pair in waiting if pair[0] in placed)
        waiting.remove((below, bone))
        seat = inverse(poses[below]) @ poses[bone]
        down = narrowed.get(segment_name(bone, below), np.zeros(3))
        placed[bone] = placed[below] @ rigid(seat[:3, :3], (seat[:3, 3] + down) * scale)
    return {bone: placed[bone] for bone in poses}


def narrowing(lower_marks: Points, lower: str, face_normals: Array, loss_mm: float, slide_limit_share: float) -> Array:
    """How far the upper bone moves (3,) in the frame of the lower one when a disc loses ``loss_mm`` of its height.

    It comes down along the normal of the endplate, and slides forwards or backwards so far that it follows the facets:
    ``face_normals`` (k, 3) of the lower bone's joint faces.
    """
    plate = endplate(lower_marks, "s1" if lower == "sacrum" else "superior")
    down = -plate.normal
    back = np.array([0.0, plate.normal[2], -plate.normal[1]])
    out = face_normals.mean(axis=0)
    rear = float(out @ back)
    slide = -float(out @ down) / rear if abs(rear) > FLAT else 0.0
    return loss_mm * (down + np.clip(slide, -slide_limit_share, slide_limit_share) * back)
