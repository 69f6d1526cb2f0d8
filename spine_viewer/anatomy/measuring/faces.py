"""Joint faces of the posed column by level: sizes and angles of the facets, and the facet for the dens."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.ids import BONES
from spine_viewer.anatomy.measuring.column import facet_angle
from spine_viewer.anatomy.measuring.joint_face import TURN_DEG, JointFace, Samples, find_face, plane_of_face, sample
from spine_viewer.anatomy.measuring.vertebra import runs
from spine_viewer.anatomy.nearest import MeshDistance
from spine_viewer.anatomy.rigid import inverse
from spine_viewer.anatomy.spine import Spine

SIDES = {"left": 1.0, "right": -1.0}
BESIDE_MM = 5.0  # facets lie further than this from the midline
BODY_SHARE = 30.0  # per cent of a vertebra's points that lie before its facets
FORWARDS = ("occiput", "C1")  # the joints below these bones lie beside the dens, not behind the body
MIDDLE_MM = 1.0  # half width of the strip that stands for the midline
SLICE_MM = 0.2
RIM_MM = 7.0  # the edge of the facet for the dens lies within this distance of the midline
EDGE_SLICES = 3  # so many slices together tell which way the bone looks
LEAST_TURN_DEG = 4.0  # what turns back less than this is no edge


class FaceCalipers:
    """Measures joint faces on the meshes of a spine; each bone is sampled once."""

    def __init__(self, spine: Spine) -> None:
        self._spine = spine
        self._samples: dict[str, Samples] = {}
        self._faces: dict[tuple[str, bool, str], JointFace] = {}

    @cached_property
    def _order(self) -> list[str]:
        """Bones of the column from above downwards."""
        column = [bone for bone in BONES if bone in ("occiput", "sacrum") or bone[1:].isdigit()]
        return [bone for bone in column if bone in self._spine.bones]

    def _neighbour(self, bone: str, above: bool) -> str:
        at = self._order.index(bone) + (-1 if above else 1)
        if not 0 <= at < len(self._order):
            raise ValueError(f"no bone {'above' if above else 'below'} {bone}")
        return self._order[at]

    def _sampled(self, bone: str) -> Samples:
        if bone not in self._samples:
            self._samples[bone] = sample(self._spine.bone(bone).local_mesh)
        return self._samples[bone]

    def _pair(self, bone: str, other: str) -> tuple[Samples, Samples]:
        """Samples of two bones in the frame of the first."""
        owner, own = self._spine.bone(bone), self._sampled(bone)
        moved = self._sampled(other).moved(inverse(owner.matrix) @ self._spine.bone(other).matrix)
        low, high = own.points.min(axis=0) - 1.0, own.points.max(axis=0) + 1.0
        return own, moved.where(((moved.points > low - 5.0) & (moved.points < high + 5.0)).all(axis=1))

    def _facet_pair(self, bone: str, above: bool, side: str) -> tuple[Samples, Samples]:
        other = self._neighbour(bone, above)
        own, moved = self._pair(bone, other)
        chosen = SIDES[side] * own.points[:, 0] > BESIDE_MM
        if (other if above else bone) not in FORWARDS:
            chosen &= own.points[:, 1] > np.percentile(own.points[:, 1], BODY_SHARE)
        return own.where(chosen), moved

    def facet(self, bone: str, upper: bool, side: str = "right") -> JointFace:
        """Superior (``upper``) or inferior facet of a vertebra."""
        key = (bone, upper, side)
        if key not in self._faces:
            self._faces[key] = find_face(*self._facet_pair(bone, upper, side))
        return self._faces[key]

    def dens_facet_height(self) -> float:
        """Height of the facet of the atlas for the dens: of the back of its anterior arch that faces the dens.

        It is taken in the midline and ends where the arch has turned half way to its upper and lower border.
        """
        own = self._sampled("C1")
        back = own.where((np.abs(own.points[:, 0]) < MIDDLE_MM) & (own.points[:, 1] < 0.0) & (own.normals[:, 1] > 0.0))
        slice_of = np.floor(back.points[:, 2] / SLICE_MM).astype(int)
        slice_of -= slice_of.min()
        turned = np.bincount(slice_of, back.normals[:, 1]) / np.maximum(np.bincount(slice_of), 1)
        facing = runs(turned > np.cos(np.radians(TURN_DEG)))
        return float(max(stop - start for start, stop in facing) * SLICE_MM)

    def dens_facet_width(self) -> float:
        """Width of the facet of the atlas for the dens, at the height of its middle, from edge to edge.

        From its middle outwards the hollow facet turns towards the midline, as does the arch beside it; between them
        the bone turns back. The edge is where it has turned back furthest.

        Raises
        ------
        ValueError
            If the facet passes into the arch without an edge.
        """
        own = self._sampled("C1")
        back = own.where((own.points[:, 1] < 0.0) & (own.normals[:, 1] > 0.0) & (np.abs(own.points[:, 0]) < RIM_MM))
        middle = np.median(back.points[np.abs(back.points[:, 0]) < MIDDLE_MM, 2])
        strip = back.where(np.abs(back.points[:, 2] - middle) < MIDDLE_MM)
        width = 0.0
        for side in SIDES.values():
            beside = strip.where(side * strip.points[:, 0] > 0.0)
            slice_of = np.floor(side * beside.points[:, 0] / SLICE_MM).astype(int)
            count = np.bincount(slice_of)
            away = np.bincount(slice_of, side * beside.normals[:, 0]) / np.maximum(count, 1)
            smooth = np.convolve(away, np.full(EDGE_SLICES, 1.0 / EDGE_SLICES), "valid")
            rise = smooth - np.minimum.accumulate(smooth)
            edge = int(np.argmax(rise))
            if rise[edge] < np.sin(np.radians(LEAST_TURN_DEG)):
                raise ValueError("the facet for the dens has no edge")
            width += (edge + 0.5 * EDGE_SLICES) * SLICE_MM
        return width

    def plane(self, bone: str, side: str) -> Array:
        """Outward unit normal (3,) of the plane of a flat superior facet, in the frame of its bone."""
        return plane_of_face(*self._facet_pair(bone, True, side))

    def angle_to_transverse_plane(self, bone: str) -> float:
        """Angle in degrees of the right superior facet to the transverse plane of the vertebra."""
        return float(np.degrees(np.arccos(self.plane(bone, "right")[2])))

    def angle_to_sagittal_plane(self, bone: str) -> float:
        """Angle in degrees of the right superior facet to the sagittal plane; above 90 when it looks outwards."""
        return float(np.degrees(np.arccos(self.plane(bone, "right")[0])))

    def axial_angle(self, bone: str) -> float:
        """Angle in degrees of the superior facets to the midsagittal plane, seen from above; the mean of both sides.

        Flat facets (chest) by their plane; curved ones (loin and sacrum) by the plane through the whole face.
        """
        if bone.startswith("T"):
            planes = [self.plane(bone, side) for side in SIDES]
            return float(np.mean([np.degrees(np.arctan2(abs(n[1]), abs(n[0]))) for n in planes]))
        lower, upper = self._spine.bone(bone), self._spine.bone(self._neighbour(bone, True))
        moved = upper.local_mesh.transform(inverse(lower.matrix) @ upper.matrix, inplace=False)
        distance = MeshDistance(moved)
        return float(np.mean([facet_angle(lower.local_mesh, distance, side) for side in SIDES.values()]))
