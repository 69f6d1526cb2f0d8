"""The mobile C-arm and the table, drawn from the same object that takes the X-ray.

Source, isocentre and detector stand exactly where the ``imaging.CArm`` has them; the C slides, turns and swivels as
``imaging.machine.motion`` says, on a stand at the side of the patient from which it reaches.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from spine_viewer.imaging.machine.motion import UP, stand_side, to_stand
from spine_viewer.imaging.machine.room import Room, frame_of
from spine_viewer.scene import c_arm_shapes as shapes
from spine_viewer.scene.model import Array, Item
from spine_viewer.scene.palette import Palette
from spine_viewer.scene.solids import rounded_box

# How stand and pedestal are drawn; nothing is computed with it.
FLOOR_BELOW_ISOCENTRE_MM = 1050.0
COLUMN_OUT_MM = 430.0  # from the C to the middle of the column
CART_MM = 500.0  # height above the floor at which the column leaves the cart
PAD_MM = 26.0  # of the table's thickness
PEDESTAL_MM = (110.0, 130.0)  # half its width, half its length


def c_arm_items(carm: Any, palette: Palette, preferred_side: str = "right") -> tuple[Item, ...]:
    """Items of the C-arm with its stand at the preferred side of the patient, or at the other if it must."""
    side = stand_side(carm, preferred_side)
    iso = np.asarray(carm.isocentre, dtype=float)
    below = float(carm.source_to_isocentre_mm)
    above = float(carm.source_to_detector_mm) - below
    axes, out = frame_of(carm, side), to_stand(carm, side)
    centre, radius = shapes.body_of(below, above).circle
    hub = iso + axes @ centre
    items = [_item(name, shape, kind, palette, _matrix(axes, iso)) for name, shape, kind in shapes.head(below, above)]
    guide = np.stack([out, axes[:, 1], np.cross(out, axes[:, 1])], axis=1)
    items.append(_item("carriage", shapes.carriage(radius), "c_arm_dark", palette, _matrix(guide, hub)))
    beside = np.stack([np.cross(UP, out), UP, out], axis=1)
    grip = hub + radius * out
    items += [_item(n, shape, kind, palette, _matrix(beside, grip)) for n, shape, kind in shapes.stand_parts()]
    foot = grip + COLUMN_OUT_MM * out
    foot[1] = iso[1] - FLOOR_BELOW_ISOCENTRE_MM
    items += [_item(n, shape, kind, palette, _matrix(beside, foot)) for n, shape, kind in shapes.base_parts()]
    column = _matrix(beside, foot + CART_MM * UP)
    column[:3, 1] *= max(grip[1] - column[1, 3], 1.0)
    items.append(_item("column", shapes.mast(), "c_arm", palette, column))
    return (*items, beam_item(carm, palette))


def beam_item(carm: Any, palette: Palette) -> Item:
    """The X-ray beam alone: source at the apex, what the collimator leaves of the field at the base."""
    cone = shapes.beam(float(carm.source_to_detector_mm), 0.5 * float(carm.field_mm), carm.collimation)
    axes = np.stack([carm.right, carm.up, carm.detector_direction], axis=1)
    return Item("c_arm:beam", "c_arm", cone, palette.style("beam"), None, _matrix(axes, carm.source))


def table_items(spine: Any, palette: Palette, carm: Any = None) -> tuple[Item, ...]:
    """The table under the prone patient: a thin top that lets X-rays through, a pad, and a pedestal at the feet."""
    points = np.vstack([np.asarray(spine.structure(i).coarse.points) for i in spine.structures("skin") or spine.bones])
    lower, upper = Room.of(points).table
    plate = rounded_box(lower, upper - (0.0, PAD_MM, 0.0), 12.0)
    pad = rounded_box((lower[0] + 8, upper[1] - PAD_MM, lower[2] + 8), upper - (8.0, 0.0, 8.0), 11.0)
    items = [Item("c_arm:table", "c_arm", plate, palette.style("table")), _item("pad", pad, "table_pad", palette)]
    if carm is not None:
        floor = float(carm.isocentre[1]) - FLOOR_BELOW_ISOCENTRE_MM
        middle, end = 0.5 * (lower[0] + upper[0]), lower[2] + 20.0
        half, long = PEDESTAL_MM
        post = rounded_box((middle - half, floor + 60, end), (middle + half, lower[1], end + 2 * long), 30.0)
        plinth = rounded_box((middle - 200, floor, end - 40), (middle + 200, floor + 60, end + 2 * long + 150), 24.0)
        items += [_item("pedestal", post, "table", palette), _item("plinth", plinth, "table", palette)]
    return tuple(items)


def _item(name: str, shape: Any, kind: str, palette: Palette, matrix: Array | None = None) -> Item:
    return Item(f"c_arm:{name}", "c_arm", shape, palette.style(kind), "c_arm" if matrix is not None else None, matrix)


def _matrix(axes: Array, origin: Array) -> Array:
    """(4, 4) from axes as columns (3, 3) and an origin (3,)."""
    made = np.eye(4)
    made[:3, :3], made[:3, 3] = axes, origin
    return made
