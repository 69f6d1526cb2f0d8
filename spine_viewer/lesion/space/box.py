"""A grid of bricks about the electrodes: fine at the metal, ``cell_mm`` where tissue may die, coarse far away.

Frame: z points back along the first electrode, so distal is negative z, as in the rings about one electrode; x points
to the second electrode where there is one. Millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from spine_viewer.lesion.grid import Array
from spine_viewer.lesion.space.electrode import Electrode, across_any

ZONE_MM = 8.0  # tissue farther than this from bare metal does not die
REACH_MM = 30.0  # from there to the edge, which stays at the start temperature and earthed
GROWTH = 0.3  # how much wider cells get for each mm farther away
ENDS_MM = 0.75  # fine cells this far about both ends of a bare tip


@dataclass(frozen=True, eq=False)
class Box:
    """Faces of the bricks along x, y and z and the place of the grid in the world, mm.

    ``axes`` (3, 3): rows are the grid's x, y and z in the world; ``origin`` (3,) is where the grid's zero lies.
    """

    faces: tuple[Array, Array, Array]
    origin: Array
    axes: Array

    @property
    def shape(self) -> tuple[int, int, int]:
        """Cells along x, y, z."""
        x, y, z = (len(faces) - 1 for faces in self.faces)
        return x, y, z

    @property
    def middles(self) -> tuple[Array, Array, Array]:
        """Middles of the cells along x, y and z, mm."""
        x, y, z = (0.5 * (faces[1:] + faces[:-1]) for faces in self.faces)
        return x, y, z

    @property
    def widths(self) -> tuple[Array, Array, Array]:
        """Widths of the cells, mm."""
        x, y, z = (np.diff(faces) for faces in self.faces)
        return x, y, z

    def points(self) -> Array:
        """(n, 3) middles of all cells in the world, mm; z runs fastest."""
        local = np.stack(np.meshgrid(*self.middles, indexing="ij"), axis=-1).reshape(-1, 3)
        return np.asarray(local @ self.axes + self.origin)

    def local(self, points: Array) -> Array:
        """(n, 3) world points in the grid's own frame, mm."""
        return np.asarray((np.atleast_2d(points) - self.origin) @ self.axes.T)


def box_about(electrodes: tuple[Electrode, ...], cell_mm: float, fine_mm: float) -> Box:
    """The grid for these electrodes."""
    first = electrodes[0]
    z = -first.direction
    aside = np.zeros(3)
    if len(electrodes) > 1:
        aside = electrodes[-1].tip - first.tip
    elif first.bend is not None:
        aside = first.bend
    aside = aside - (aside @ z) * z
    x = aside / np.linalg.norm(aside) if np.linalg.norm(aside) > 1e-6 else across_any(z)
    axes = np.array([x, np.cross(z, x), z])
    origin = first.tip
    bare = [(one.bare - origin) @ axes.T for one in electrodes]
    faces = []
    for i in range(3):
        bands: list[tuple[float, float]] = []
        for one, line in zip(electrodes, bare, strict=True):
            low, high = float(line[:, i].min()), float(line[:, i].max())
            if abs(float(axes[i] @ one.direction)) > 0.98:
                bands += [(end - ENDS_MM, end + ENDS_MM) for end in (low, high)]
            else:
                bands.append((low - one.radius_mm - fine_mm, high + one.radius_mm + fine_mm))
        zone = (min(line[:, i].min() for line in bare) - ZONE_MM, max(line[:, i].max() for line in bare) + ZONE_MM)
        anchors = [0.0]
        for line in bare:
            if i < 2 and np.ptp(line[:, i]) < fine_mm and min(abs(line[0, i] - at) for at in anchors) > 3.0 * fine_mm:
                anchors.append(float(line[0, i]))
        faces.append(_graded(bands, zone, cell_mm, fine_mm, sorted(anchors), on_face=i == 2))
    return Box((faces[0], faces[1], faces[2]), origin, axes)


def _graded(
    bands: list[tuple[float, float]],
    zone: tuple[float, float],
    cell: float,
    fine: float,
    anchors: list[float],
    on_face: bool,
) -> Array:
    """Faces from edge to edge; the middle of a cell (or else a face) falls on every anchor."""

    def wanted(place: float) -> float:
        inner = min(max(low - place, place - high, 0.0) for low, high in bands)
        outer = max(zone[0] - place, place - zone[1], 0.0)
        return min(cell, fine + GROWTH * inner) + GROWTH * outer

    def walk(start: float, end: float) -> list[float]:
        way, faces = (1.0 if end > start else -1.0), [start]
        while way * (end - faces[-1]) > 0.0:
            width = wanted(faces[-1])
            faces.append(faces[-1] + way * 0.5 * (width + wanted(faces[-1] + way * width)))
        return faces

    half = 0.0 if on_face else 0.5 * fine
    made = walk(anchors[0] - half, zone[0] - REACH_MM)[::-1]
    for one, other in pairwise(anchors):
        between = np.array(walk(one + half, other - half))
        stretch = (other - one - 2.0 * half) / (between[-1] - between[0])
        made += (between[0] + (between - between[0]) * stretch).tolist()
    made += walk(anchors[-1] + half, zone[1] + REACH_MM)
    return np.unique(made) if on_face else np.array(made)
