"""What is projected: the lumbar column, or bumpy balls of any number of triangles."""

from __future__ import annotations

import numpy as np
import trimesh

from spine_viewer.anatomy.spine import Spine
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.projector.bodies import Triangles, as_triangles

COLUMN = ("T12", "L1", "L2", "L3", "L4", "L5", "sacrum")


def column() -> tuple[list[Triangles], CArm]:
    """Outer surfaces of T12 to sacrum, and an oblique C-arm that looks at L3."""
    spine = Spine.load()
    bodies = [as_triangles(spine.bone(name).mesh) for name in COLUMN]
    return bodies, CArm(tuple(spine.landmark("L3:body_centre")), 25, 10)


def balls(count: int = 10, subdivisions: int = 5) -> list[Triangles]:
    """Closed bodies of ``20 * 4 ** subdivisions`` triangles, about as large as vertebrae, one above the other."""
    made = []
    for place in range(count):
        mesh = trimesh.creation.icosphere(subdivisions)
        wave = 1 + 0.15 * np.sin(5 * mesh.vertices[:, 0] + place) * np.cos(4 * mesh.vertices[:, 1])
        vertices = mesh.vertices * wave[:, None] * [38, 36, 14] + [0, 0, 36 * (place - (count - 1) / 2)]
        made.append(as_triangles((vertices, mesh.faces)))
    return made
