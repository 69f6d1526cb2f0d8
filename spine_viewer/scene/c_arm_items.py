"""The mobile C-arm, drawn from the same object that takes the X-ray: arc, tube housing, detector, beam, stand.

Sizes of the housing follow common mobile units in outline only; source, isocentre and detector stand exactly where the
``imaging.CArm`` has them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from spine_viewer.scene.model import Array, Geometry, Item, SurfaceGeometry
from spine_viewer.scene.palette import Palette
from spine_viewer.scene.solids import bar_along, box, cylinder, frame_matrix, turned

HOUSING_MM = 22.0  # what the detector's housing adds around the field
TABLE_HALF_WIDTH_MM = 280.0
TABLE_THICK_MM = 45.0
ARC_WIDTH_MM = 120.0
ARC_DEPTH_MM = 70.0


def c_arm_items(carm: Any, palette: Palette, base_side: str = "right") -> tuple[Item, ...]:
    """Items of the C-arm; ``base_side`` is the patient's side at which its stand is."""
    d = np.asarray(carm.detector_direction, dtype=float)
    iso = np.asarray(carm.isocentre, dtype=float)
    toward_base = _base_direction(carm, base_side)
    below = float(carm.source_to_isocentre_mm)
    above = float(carm.source_to_detector_mm) - below
    frame = frame_matrix(iso, d, toward_base)
    field = 0.5 * float(carm.field_mm)
    light, dark, beam = (palette.style(k) for k in ("c_arm", "c_arm_dark", "beam"))
    arc = _arc(below, above)
    centre, radius = _arc_circle(below, above)
    parts: list[tuple[str, Geometry, Any]] = [
        ("arc", bar_along(arc, np.array([0.0, 1.0, 0.0]), ARC_WIDTH_MM, ARC_DEPTH_MM), light),
        (
            "rail",
            bar_along(arc * np.array([1, 1, 1]) + _outwards(arc, centre) * 38.0, np.array([0.0, 1.0, 0.0]), 46.0, 12.0),
            dark,
        ),
        ("detector", cylinder(field + HOUSING_MM, above, above + 70.0, 12.0), light),
        ("detector_face", cylinder(field, above - 4.0, above, 1.0), dark),
        ("detector_neck", cylinder(70.0, above + 70.0, above + 150.0, 10.0), light),
        ("tube", cylinder(120.0, -below - 130.0, -below + 60.0, 30.0), light),
        ("collimator", cylinder(70.0, -below + 60.0, -below + 110.0, 8.0), dark),
        (
            "carriage",
            box((centre[0] + radius - 60, -90, centre[2] - 130), (centre[0] + radius + 130, 90, centre[2] + 130)),
            dark,
        ),
    ]
    items = [Item(f"c_arm:{name}", "c_arm", g, s, "c_arm", frame) for name, g, s in parts]
    items.append(
        Item("c_arm:beam", "c_arm", beam_cone(float(carm.source_to_detector_mm), field), beam, None, _at(frame, -below))
    )
    items.append(_stand(carm, iso, centre, radius, frame, light, base_side))
    return tuple(items)


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


def _base_direction(carm: Any, base_side: str) -> Array:
    """(3,) direction from the isocentre to the stand: the direction in which the oblique angle turns the detector."""
    o = np.radians(float(carm.oblique_deg))
    sign = 1.0 if base_side == "left" else -1.0
    return sign * np.array([np.cos(o), -np.sin(o), 0.0])


def _at(frame: Array, along_z: float) -> Array:
    moved = frame.copy()
    moved[:3, 3] += along_z * frame[:3, 2]
    return moved


def _stand(carm: Any, iso: Array, centre: Array, radius: float, frame: Array, style: Any, base_side: str) -> Item:
    """Column of the stand: it stays upright beside the patient while the C turns."""
    sign = 1.0 if base_side == "left" else -1.0
    reach = float(centre[0] + radius + 110.0)
    lower, upper = np.array([-110.0, -620.0, -110.0]), np.array([110.0, 180.0, 110.0])
    matrix = np.eye(4)
    matrix[:3, 3] = iso + np.array([sign * (reach + 60.0), 0.0, 0.0])
    return Item("c_arm:stand", "c_arm", box(lower, upper), style, "c_arm", matrix)
