"""Measurements on the posed column: disc heights, segmental angles and facet orientation, from meshes alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyvista as pv

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.measuring.atlas import AtlasMeasure
from spine_viewer.anatomy.measuring.axis import AxisMeasure
from spine_viewer.anatomy.measuring.cervical import CervicalMeasure
from spine_viewer.anatomy.measuring.occupancy import Occupancy, voxelise
from spine_viewer.anatomy.measuring.vertebra import Rim, VertebraMeasure
from spine_viewer.anatomy.nearest import MeshDistance
from spine_viewer.anatomy.rigid import apply

CONTACT_MM = 4.0


def sacral_rim(voxels: Occupancy) -> Rim:
    """Corners of the S1 endplate in the midsagittal plane of the sacrum frame: promontory and posterior corner.

    The posterior corner is where the top of the bone ends at the sacral canal.
    """
    i = voxels.index(0, 0.0)
    section = voxels.inside[i - 1 : i + 2].sum(axis=0) >= 2
    y, z = voxels.axis(1), voxels.axis(2)
    top = np.where(section.any(axis=1), z[section.shape[1] - 1 - section[:, ::-1].argmax(axis=1)], -np.inf)
    plate = np.flatnonzero(top > -8.0)
    stop = plate[0]
    for j in plate:
        if j - stop > 1:
            break
        stop = j
    points = np.stack([y[plate[0] : stop + 1], top[plate[0] : stop + 1]], axis=1)
    front = points[np.argmax(-points[:, 0] + 1.6 * points[:, 1])]
    back = points[np.argmax(points[:, 0] + 1.6 * points[:, 1])]
    return Rim(front, back)


@dataclass(frozen=True)
class PlacedRim:
    """Corners (3,) of an endplate and the lowest or highest point between them, world mm."""

    anterior: Array
    posterior: Array
    centre: Array

    @property
    def tilt_deg(self) -> float:
        """Angle of the endplate from the horizontal y axis; positive when the anterior corner is higher."""
        d = self.anterior - self.posterior
        return float(np.degrees(np.arctan2(d[2], -d[1])))


def place_rim(rim: Rim, matrix: Array, surface: MeshDistance) -> PlacedRim:
    """A rim carried to the world, with the point of the bone surface (world) at the middle of the endplate."""
    front, back = (apply(matrix, np.array([0.0, corner[0], corner[1]])) for corner in (rim.anterior, rim.posterior))
    _, centre = surface.closest(0.5 * (front + back))
    return PlacedRim(front, back, centre)


def disc_height(upper: PlacedRim, lower: PlacedRim) -> float:
    """Mean of the anterior, middle and posterior height between two endplates, mm."""
    mean_tilt = np.radians(0.5 * (upper.tilt_deg + lower.tilt_deg))
    along = np.array([0.0, np.sin(mean_tilt), np.cos(mean_tilt)])
    pairs = ((getattr(upper, part), getattr(lower, part)) for part in ("anterior", "centre", "posterior"))
    return float(np.mean([(above - under) @ along for above, under in pairs]))


def facet_angle(lower: pv.PolyData, upper: MeshDistance, side: float) -> float:
    """Angle in degrees of a facet joint to the midsagittal plane, seen along the z axis of the lower bone's frame.

    ``lower``: mesh of the lower bone in its own frame; ``upper``: distance to the upper bone in that frame; ``side``:
    +1 left, -1 right. The face is where the two bones come within 4 mm of each other, away from the discs.
    """
    points = np.asarray(lower.points, dtype=float)
    posterior = points[:, 1] > np.percentile(points[:, 1], 30)
    chosen = np.flatnonzero(posterior & (side * points[:, 0] > 5.0))
    near = chosen[upper(points[chosen]) < CONTACT_MM]
    if len(near) < 20:
        raise ValueError(f"only {len(near)} points of the joint face found")
    centred = points[near] - points[near].mean(axis=0)
    normal = np.linalg.svd(centred, full_matrices=False)[2][2]
    return float(np.degrees(np.arctan2(abs(normal[1]), abs(normal[0]))))


def vertebra_measure(level: str, mesh: pv.PolyData, voxel_mm: float = 0.2) -> VertebraMeasure | AtlasMeasure:
    """Calipers for the mesh of a vertebra (``C1`` to ``L5``) in its bone frame."""
    voxels = voxelise(mesh, voxel_mm)
    if level == "C1":
        return AtlasMeasure(voxels)
    if level == "C2":
        return AxisMeasure(voxels)
    return CervicalMeasure(voxels) if level.startswith("C") else VertebraMeasure(voxels)
