"""The mobile C-arm, drawn from the same object that takes the X-ray: arc, tube housing, detector, beam, stand.

Sizes of the housing follow common mobile units in outline only; source, isocentre and detector stand exactly where the
``imaging.CArm`` has them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from spine_viewer.scene.model import Array, Item, SurfaceGeometry
from spine_viewer.scene.palette import Palette
from spine_viewer.scene.solids import bar_along, box, cylinder, frame_matrix, turned

HOUSING_MM = 22.0  # what the detector's housing adds around the field
TABLE_HALF_WIDTH_MM = 280.0
TABLE_THICK_MM = 45.0
ARC_WIDTH_MM = 120.0
ARC_DEPTH_MM = 70.0
FLOOR_BELOW_ISOCENTRE_MM = 1000.0
COLUMN_ABOVE_HUB_MM = 90.0
ARC_AXIS = np.array([0.0, 1.0, 0.0])  # in the C-arm's frame: z to the detector, x to the middle of the arc


def c_arm_items(carm: Any, palette: Palette, base_side: str = "right") -> tuple[Item, ...]:
    """Items of the C-arm; ``base_side`` is the patient's side at which its stand is."""
    iso = np.asarray(carm.isocentre, dtype=float)
    below = float(carm.source_to_isocentre_mm)
    above = float(carm.source_to_detector_mm) - below
    frame = frame_matrix(iso, carm.detector_direction, _middle_of_arc(carm, base_side))
    items = [
        Item(f"c_arm:{name}", "c_arm", geometry, palette.style(kind), "c_arm", frame)
        for name, geometry, kind in _head(below, above, 0.5 * float(carm.field_mm))
    ]
    centre, radius = _arc_circle(below, above)
    hub = frame[:3, :3] @ centre + iso
    out = np.array([1.0 if base_side == "left" else -1.0, 0.0, 0.0])
    grip = frame_matrix(hub + radius * out, np.cross(out, frame[:3, 1]), out)
    items.append(Item("c_arm:carriage", "c_arm", _carriage(), palette.style("c_arm_dark"), "c_arm", grip))
    foot = np.eye(4)
    foot[:3, 3] = hub + (radius + 190.0) * out
    foot[1, 3] = iso[1] - FLOOR_BELOW_ISOCENTRE_MM
    column = foot.copy()
    column[1, 1] = hub[1] + COLUMN_ABOVE_HUB_MM - foot[1, 3]
    for name, matrix in (("column", column), ("foot", foot)):
        items.append(Item(f"c_arm:{name}", "c_arm", _stand(name), palette.style("c_arm"), "c_arm", matrix))
    return (*items, beam_item(carm, palette))


@lru_cache(maxsize=8)
def _head(below: float, above: float, field: float) -> tuple[tuple[str, SurfaceGeometry, str], ...]:
    """Parts that turn together, in the C-arm's frame: name, shape, kind of style."""
    arc = _arc(below, above)
    centre, _ = _arc_circle(below, above)
    return (
        ("arc", bar_along(arc, ARC_AXIS, ARC_WIDTH_MM, ARC_DEPTH_MM), "c_arm"),
        ("rail", bar_along(arc + _outwards(arc, centre) * 38.0, ARC_AXIS, 46.0, 12.0), "c_arm_dark"),
        ("detector", cylinder(field + HOUSING_MM, above, above + 70.0, 12.0, 64), "c_arm"),
        ("detector_face", cylinder(field, above - 4.0, above, 1.0, 64), "c_arm_dark"),
        ("detector_neck", cylinder(70.0, above + 70.0, above + 150.0, 10.0), "c_arm"),
        ("tube", cylinder(120.0, -below - 130.0, -below + 60.0, 30.0, 64), "c_arm"),
        ("collimator", cylinder(70.0, -below + 60.0, -below + 110.0, 8.0), "c_arm_dark"),
    )


@lru_cache(maxsize=1)
def _carriage() -> SurfaceGeometry:
    """Guide in which the arc slides: x outwards, z along the arc."""
    return box((-60.0, -90.0, -130.0), (110.0, 90.0, 130.0))


@lru_cache(maxsize=2)
def _stand(part: str) -> SurfaceGeometry:
    """Column (1 mm high, to be stretched) or foot on the floor (y = 0) beside the patient."""
    if part == "column":
        return box((-80.0, 0.0, -80.0), (80.0, 1.0, 80.0))
    return box((-260.0, 20.0, -200.0), (200.0, 140.0, 200.0))


def beam_item(carm: Any, palette: Palette) -> Item:
    """The X-ray beam alone: source at the apex, detector at the base."""
    d = np.asarray(carm.detector_direction, dtype=float)
    frame = frame_matrix(carm.source, d, (1.0, 0.0, 0.0))
    cone = beam_cone(float(carm.source_to_detector_mm), 0.5 * float(carm.field_mm))
    return Item("c_arm:beam", "c_arm", cone, palette.style("beam"), None, frame)


def table_item(spine: Any, palette: Palette) -> Item:
    """The table under the prone patient: long, thin, let through by X-rays."""
    points = np.vstack([np.asarray(spine.structure(i).coarse.points) for i in spine.structures("skin") or spine.bones])
    top = float(points[:, 1].min()) - 2.0
    middle, low, high = (float(f(points[:, k])) for f, k in ((np.median, 0), (np.min, 2), (np.max, 2)))
    lower = (middle - TABLE_HALF_WIDTH_MM, top - TABLE_THICK_MM, low - 250.0)
    upper = (middle + TABLE_HALF_WIDTH_MM, top, high + 350.0)
    return Item("c_arm:table", "c_arm", box(lower, upper), palette.style("table"))


@lru_cache(maxsize=8)
def beam_cone(length_mm: float, radius_mm: float) -> SurfaceGeometry:
    """Open cone from the source (origin) to the field on the detector along +z."""
    return SurfaceGeometry(*turned(np.array([(1.0, 0.0), (radius_mm, length_mm)]), 64))


def _arc_circle(below: float, above: float) -> tuple[Array, float]:
    """Centre (3,) and radius of the arc in the C-arm frame: through tube and detector, clear of the beam."""
    low, high = -below - 60.0, above + 110.0
    return np.array([60.0, 0.0, 0.5 * (low + high)]), 0.5 * (high - low)


def _arc(below: float, above: float) -> Array:
    """(n, 3) centre line of the C, from the tube round by +x to the detector."""
    centre, radius = _arc_circle(below, above)
    angles = np.radians(np.linspace(-97.0, 97.0, 61))
    return centre + radius * np.stack([np.cos(angles), 0.0 * angles, np.sin(angles)], axis=1)


def _outwards(arc: Array, centre: Array) -> Array:
    away = arc - centre
    return away / np.linalg.norm(away, axis=1, keepdims=True)


def _middle_of_arc(carm: Any, base_side: str) -> Array:
    """(3,) direction from the isocentre to the middle of the arc: at no oblique angle, towards the stand."""
    o = np.radians(float(carm.oblique_deg))
    sign = 1.0 if base_side == "left" else -1.0
    return sign * np.array([np.cos(o), -np.sin(o), 0.0])
