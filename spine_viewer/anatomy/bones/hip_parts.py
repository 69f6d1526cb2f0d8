"""Parts of the left hip bone that sit on its two plates: ridges and spines.

All points are in the hip-local frame: LPS axes, origin at the centre of the acetabulum, mm.
"""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.hip_plate import Plate, plate
from spine_viewer.anatomy.bones.hip_shape import HipShape
from spine_viewer.anatomy.field.sweep import Sweep, sweep

STATION = ("u", "v", "middle", "thickness")


def build_plate(shape: HipShape, part: str) -> Plate:
    """Plate of ``part`` ("ilium" or "ischiopubis")."""
    hole = f"{part}:foramen"
    return plate(
        shape.point(f"{part}:plane:origin"),
        shape.point(f"{part}:plane:normal"),
        shape.table(f"{part}:station", STATION),
        shape.table(f"{part}:border", ("u", "v")),
        shape.table(hole, ("u", "v")) if shape.items(hole) else None,
        shape.number(f"{part}:border_roundness"),
        shape.number(f"{part}:border_radius"),
    )


def blade(shape: HipShape, name: str) -> Sweep:
    """Swept blade ``blade:name``: nodes with x, y, z, half width a, half height b."""
    prefix = f"blade:{name}:node"
    nodes = shape.table(prefix, ("x", "y", "z"))
    radii = shape.table(prefix, ("a", "b"))
    up = shape.point(f"blade:{name}:up")
    return sweep(nodes, radii[:, 0], radii[:, 1], up=up, power=shape.number(f"blade:{name}:power"))


def ridge(shape: HipShape, part: str, name: str, surface: Plate) -> Sweep:
    """Muscle line ``part:ridge:name`` on the outer surface of a plate: a thin rod ``height`` mm above it (negative:
    sunk) that dives ``end_depth`` mm further at both ends."""
    prefix = f"{part}:ridge:{name}"
    radius, height = shape.number(f"{prefix}:radius"), shape.number(f"{prefix}:height")
    uv = shape.table(f"{prefix}:node", ("u", "v"))
    out = np.full(len(uv), height - radius)
    out[[0, -1]] -= shape.number(f"{part}:ridge_end_depth")
    return sweep([surface.point(u, v, 1.0, above) for (u, v), above in zip(uv, out, strict=True)], radius, radius)
