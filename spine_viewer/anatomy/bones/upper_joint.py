"""Neutral poses of the two upper joints, and the faces that they carry from the lower bone to the upper one."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones import atlas_parts, axis_parts
from spine_viewer.anatomy.bones.curved_facet import CurvedFacet
from spine_viewer.anatomy.bones.upper_shape import load_upper_shape
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.rigid import inverse


def _pose(pitch_deg: float, shift: Array) -> Array:
    """(4, 4): turn about x (positive leans z backwards: extension), then shift in mm."""
    c, s = np.cos(np.radians(pitch_deg)), np.sin(np.radians(pitch_deg))
    pose = np.eye(4)
    pose[:3, :3] = [[1.0, 0.0, 0.0], [0.0, c, s], [0.0, -s, c]]
    pose[:3, 3] = shift
    return pose


def dens_front(axis: VertebraShape) -> Array:
    """(3,) middle of the facet on the front of the dens, in the frame of C2."""
    return axis.midline("dens_facet")


def atlanto_axial_pose(axis: VertebraShape | None = None, atlas: VertebraShape | None = None) -> Array:
    """Neutral pose (4, 4) of C1 in the frame of C2.

    The atlas stands where its anterior arch keeps the atlanto-dental gap from the dens, and where the published facets
    are the lateral joint gap apart in the middle.
    """
    axis, atlas = axis or load_upper_shape("C2"), atlas or load_upper_shape("C1")
    back = dens_front(axis)[1] - atlas["atlanto_dental_gap"] - atlas_parts.fovea_front(atlas)[1]
    face = axis_parts.superior_facet(axis)
    up = (face.centre + atlas["atlanto_axial_gap"] * face.normal)[2] + atlas["iaf_below"]
    return _pose(atlas["atlanto_axial_pitch"], np.array([0.0, back, up]))


def inferior_facet_of_atlas(atlas: VertebraShape | None = None, axis: VertebraShape | None = None) -> CurvedFacet:
    """Left inferior facet of C1 in its own frame: the shoulder of C2 through the neutral pose, with C1's outline."""
    axis, atlas = axis or load_upper_shape("C2"), atlas or load_upper_shape("C1")
    into_atlas = inverse(atlanto_axial_pose(axis, atlas))
    face = axis_parts.superior_facet(axis).carried(into_atlas, atlas["atlanto_axial_gap"])
    return face.resized(
        0.5 * atlas["inf_facet_TD_right"] + atlas["iaf_width_trim"],
        0.5 * atlas["inf_facet_AP_right"] + atlas["iaf_length_trim"],
    )


def atlanto_occipital_pose(occiput: VertebraShape | None = None) -> Array:
    """Neutral pose (4, 4) of the occiput in the frame of C1."""
    occiput = occiput or load_upper_shape("occiput")
    return _pose(occiput["pose_pitch"], occiput.midline("pose"))


def condyle_face(occiput: VertebraShape | None = None, atlas: VertebraShape | None = None) -> CurvedFacet:
    """Left occipital condyle's face in the frame of the occiput: the cup of C1 through the neutral pose."""
    occiput, atlas = occiput or load_upper_shape("occiput"), atlas or load_upper_shape("C1")
    into_occiput = inverse(atlanto_occipital_pose(occiput))
    face = atlas_parts.superior_facet(atlas).carried(into_occiput, occiput["atlanto_occipital_gap"])
    return face.resized(0.5 * occiput["condyle_width"], 0.5 * occiput["condyle_length"])
