"""What a variation asked for does to each bone and to the column of the default anatomy."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy import ids
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.levels import load_levels, segment_name
from spine_viewer.anatomy.manifest import ManifestBone
from spine_viewer.anatomy.morphometry import load_morphometry
from spine_viewer.anatomy.rigid import apply
from spine_viewer.anatomy.spine import Spine
from spine_viewer.anatomy.variation.bone_map import BoneMap
from spine_viewer.anatomy.variation.column import narrowing, restack
from spine_viewer.anatomy.variation.figures import load_variation
from spine_viewer.anatomy.variation.growth import LARGE_FACE_MM, facet_growth, rim_growth
from spine_viewer.anatomy.variation.request import Variation
from spine_viewer.anatomy.variation.warp import Shift, Turn, asymmetry, together


def marks_of(entry: ManifestBone) -> dict[str, Array]:
    """Landmarks (3,) of a bone in its own frame by name."""
    return {name: np.array(mark.point) for name, mark in entry.landmarks.items()}


def bone_maps(variation: Variation, standing: Spine) -> dict[str, BoneMap]:
    """The map of every bone of the default anatomy, standing."""
    shift, growths = _shift(variation, standing), _growths(variation, standing)
    return {
        bone: BoneMap(standing.bone(bone).matrix, variation.scale, shift, tuple(growths.get(bone, ())))
        for bone in standing.bones
    }


def _growths(variation: Variation, standing: Spine) -> dict[str, list[Shift]]:
    figures, gap = load_variation(), load_levels().gaps_mm["facet"].value
    found: dict[str, list[Shift]] = {}
    for joint in variation.worn:
        facets, disc = variation.facet_grade(joint), variation.disc_grade(joint)
        for level, which in zip(ids.neighbours(joint), ("inferior", "superior"), strict=True):
            bone = ids.bone_of(level)
            entry, growths = standing.bone(bone).entry, found.setdefault(bone, [])
            for name in (f"{which}_articular_facet:{side}" for side in ids.SIDES):
                face = entry.faces[name]
                growths.append(facet_growth(f"{bone}:{name}", face, facets, gap, figures, variation.seed))
            plate = "s1" if bone == "sacrum" else which
            growths.append(rim_growth(f"{bone}:{plate}", marks_of(entry), plate, disc, figures, variation.seed))
    return found


def _shift(variation: Variation, standing: Spine) -> Shift | None:
    figures = load_variation()
    shifts: list[Shift] = []
    if variation.asymmetry > 0.0:
        rms = variation.asymmetry * figures.asymmetry_rms_mm.value
        shifts.append(asymmetry(variation.seed, rms, figures.asymmetry_wavelength_mm.value))
    for joint, angle in variation.tropism.items():
        bone = standing.bone(ids.bone_of(ids.neighbours(joint)[1]))
        for side in ids.SIDES if angle else ():
            face = bone.entry.faces[f"superior_articular_facet:{side}"]
            size = face.half_width_mm / LARGE_FACE_MM
            core, reach = size * figures.tropism_core_mm.value, size * figures.tropism_reach_mm.value
            # seen from above both turn clockwise: the left face looks further back, the right one further inwards
            shifts.append(Turn(apply(bone.matrix, face.centre), -0.5 * angle, core, reach))
    return together(shifts) if shifts else None


def stacked(variation: Variation, spine: Spine) -> dict[str, Array]:
    """Poses (4, 4) of every bone of the varied spine in the pose of the default ``spine``."""
    table, levels, figures = load_morphometry(), load_levels(), load_variation()
    narrowed = {}
    for upper, lower in levels.segments:
        name = segment_name(upper, lower)
        grade = variation.disc_grade(name)
        if grade > 0.0:
            entry = spine.bone(lower).entry
            normals = np.array([entry.faces[f"superior_articular_facet:{side}"].normal for side in ids.SIDES])
            loss = grade * figures.disc_loss_share.value * table.value(name, levels.disc_height.dimension)
            limit = figures.slide_limit_share.value
            narrowed[name] = narrowing(marks_of(entry), lower, normals, loss, limit)
    poses = {bone: spine.bone(bone).matrix for bone in spine.bones}
    return restack(poses, levels, variation.scale, narrowed)
