"""Lungs fitted to the ribs, the pleura and the skin of a posed spine."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spine_viewer.anatomy.ids import THORACIC, rib_of
from spine_viewer.imaging.chest.curves import at_heights, gutter, reach
from spine_viewer.imaging.chest.figures import chest_facts
from spine_viewer.imaging.chest.shape import LungShape
from spine_viewer.imaging.projector.bodies import Triangles, as_triangles
from spine_viewer.imaging.settings import figure

Array = NDArray[np.float64]
FREE_RIB = 10  # the ribs below end free in the wall and do not bound the lungs
CORE_MM = 70.0  # the front of the trunk is read within this of the midline


def lung_shape(spine: Any, side: str) -> LungShape:
    """The lung of one side of a posed spine; ``side``: ``"left"`` or ``"right"``."""
    facts = chest_facts()
    mirror = np.array([1.0 if side == "left" else -1.0, 1.0, 1.0])
    ribs = [_mirrored(spine.bone(rib_of(level, side)).coarse, mirror) for level in THORACIC[:FREE_RIB]]
    pleura = _mirrored(spine.structure(f"pleura:{side}").mesh, mirror)
    ribs_outside = reach(ribs, axis=0, outermost=1.0)
    skin_front = reach([as_triangles(spine.skin.mesh)], axis=1, outermost=-1.0, half_mm=CORE_MM)
    rib, wall, beside = (figure(facts.lung, name) for name in ("rib_mm", "chest_wall_mm", "beside_body_mm"))
    heights = {level: float(spine.landmark(f"{level}:body_centre")[2]) for level in THORACIC}
    edges = {level: spine.landmark(f"{level}:superior_endplate_{side}") * mirror for level in THORACIC}
    fronts = {level: float(spine.landmark(f"{level}:superior_endplate_anterior")[1]) for level in THORACIC}
    return LungShape(
        sign=float(mirror[0]),
        width=lambda z: ribs_outside(z) - rib,
        front=lambda z: skin_front(z) + wall,
        back=reach([pleura], axis=1, outermost=1.0),
        gutter=gutter(pleura),
        between=at_heights(heights, {one.level: getattr(one, side) for one in facts.mediastinum.half_width_mm}),
        body_front=at_heights(heights, fronts),
        body_side=at_heights(heights, {level: float(edge[0]) + beside for level, edge in edges.items()}),
        apex=_apex(spine.landmark(f"{rib_of(THORACIC[0], side)}:neck_centre")),
        dome=np.array(
            [figure(facts.diaphragm, "lateral_mm"), 0.0, heights["T10"] + figure(facts.diaphragm, f"dome_{side}_mm")]
        ),
        heart=spine.landmark(f"{facts.heart.level}:body_centre") + np.array(facts.heart.at),
    )


def _apex(neck_of_first_rib: Array) -> Array:
    facts = chest_facts().apex
    _, y, z = neck_of_first_rib
    return np.array([figure(facts, "lateral_mm"), y - figure(facts, "forward_mm"), z + figure(facts, "above_mm")])


def _mirrored(mesh: Any, mirror: Array) -> Triangles:
    read = as_triangles(mesh)
    return Triangles(read.vertices * mirror, read.faces)
