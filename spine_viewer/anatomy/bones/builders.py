"""Which builder makes which bone, and where those sit that have no endplates. The one place that knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from spine_viewer.anatomy.bones import (
    cervical_joint,
    cervical_shape,
    thoracic_joint,
    thoracic_shape,
    vertebra_shape,
)
from spine_viewer.anatomy.bones.atlas import build_atlas
from spine_viewer.anatomy.bones.axis import build_axis
from spine_viewer.anatomy.bones.axis_joint import axis_on_c3, facet_on_c3
from spine_viewer.anatomy.bones.cervical import build_cervical
from spine_viewer.anatomy.bones.cervical_shape import CERVICAL_LEVELS
from spine_viewer.anatomy.bones.coccyx import build_coccyx
from spine_viewer.anatomy.bones.hip import build_hip
from spine_viewer.anatomy.bones.lumbar import build_lumbar
from spine_viewer.anatomy.bones.model import BoneModel
from spine_viewer.anatomy.bones.occiput import build_occiput
from spine_viewer.anatomy.bones.rib import build_rib
from spine_viewer.anatomy.bones.sacrum import build_sacrum
from spine_viewer.anatomy.bones.thoracic import build_thoracic
from spine_viewer.anatomy.bones.thoracic_shape import THORACIC_LEVELS
from spine_viewer.anatomy.bones.upper_joint import atlanto_axial_pose, atlanto_occipital_pose
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array


def build_coupled_axis() -> BoneModel:
    """C2 with its lower joint faces on those of C3."""
    return build_axis(facing=facet_on_c3())


SINGLE: Mapping[str, Callable[[], BoneModel]] = {
    "occiput": build_occiput,
    "C1": build_atlas,
    "C2": build_coupled_axis,
    "sacrum": build_sacrum,
    "coccyx": build_coccyx,
}
SEATS: Mapping[str, Callable[[], Array]] = {
    "C2": axis_on_c3,
    "C1": atlanto_axial_pose,
    "occiput": atlanto_occipital_pose,
}


def build_bone(bone: str) -> BoneModel:
    """A bone of the default anatomy in its own frame, not cleared of its neighbours.

    Raises
    ------
    InputError
        For a bone id that no builder knows.
    """
    if bone in SINGLE:
        return SINGLE[bone]()
    kind, _, rest = bone.partition("_")
    if kind == "hip":
        return build_hip(rest)
    if kind == "rib":
        number, _, side = rest.partition("_")
        return build_rib(int(number), side)
    if bone in CERVICAL_LEVELS:
        return build_cervical(bone)
    if bone in THORACIC_LEVELS:
        return build_thoracic(bone)
    return build_lumbar(bone)


def seats() -> dict[str, Array]:
    """Places (4, 4) of the bones of neck and chest, each in the frame of the bone below.

    They are the same in every pose, and those for which the builders match the joint faces. Disc heights and segmental
    angles are in them.
    """
    found = {bone: place() for bone, place in SEATS.items()}
    for upper, lower in pairwise((*CERVICAL_LEVELS, THORACIC_LEVELS[0])):
        found[upper] = cervical_joint.relative_pose(cervical_shape.load_shape(upper), shape_of(lower))
    for upper, lower in pairwise((*THORACIC_LEVELS, "T12")):
        found[upper] = thoracic_joint.relative_pose(shape_of(upper), shape_of(lower))
    return found


def shape_of(level: str) -> VertebraShape:
    """Dimensions of a vertebra from C3 downwards."""
    for levels, load in ((CERVICAL_LEVELS, cervical_shape.load_shape), (THORACIC_LEVELS, thoracic_shape.load_shape)):
        if level in levels:
            return load(level)
    return vertebra_shape.load_shape(level)
