"""Landmarks of a lumbar vertebra, found on its surface by rays from the builder's own parameters."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.model import Landmark
from spine_viewer.anatomy.bones.vertebra_arch import pars, pedicle_isthmus
from spine_viewer.anatomy.bones.vertebra_body import RIM_LEVEL
from spine_viewer.anatomy.bones.vertebra_joint import FacetFrame
from spine_viewer.anatomy.bones.vertebra_processes import superior_blade, transverse
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.mesher import project
from spine_viewer.anatomy.field.primitives import unit

LEFT = np.array([1.0, 1.0, 1.0])
RIGHT = np.array([-1.0, 1.0, 1.0])


def surface_along(field: Field, start: Array, direction: object, reach_mm: float = 40.0) -> Array:
    """Where a ray from inside a solid first leaves it, (3,) mm.

    A start that lies outside is first moved on the surface (Newton); the point found there is returned.
    """
    ray = unit(direction)
    along = np.arange(0.0, reach_mm, 0.4)
    values = field(start + along[:, None] * ray)
    if values[0] >= 0.0:
        return project(field, start[None], steps=6)[0]
    out = np.flatnonzero(values > 0.0)
    if len(out) == 0:
        raise ValueError(f"no surface within {reach_mm} mm of {start} along {ray}")
    low, high = along[out[0] - 1], along[out[0]]
    for _ in range(12):
        middle = 0.5 * (low + high)
        inside = field((start + middle * ray)[None])[0] < 0.0
        low, high = (middle, high) if inside else (low, middle)
    return start + 0.5 * (low + high) * ray


def _body_points(shape: VertebraShape) -> dict[str, tuple[Array, Array]]:
    """Start and direction of the rays to the endplates' centres and rims."""
    s = shape
    rays: dict[str, tuple[Array, Array]] = {}
    for name, end, width, depth in (("superior", 1.0, s["EPWu"], s["EPDu"]), ("inferior", -1.0, s["EPWl"], s["EPDl"])):
        up = np.array([0.0, 0.0, end])
        shift = np.array([0.0, end * s["body_shear"], 0.0])
        front, rear = 0.5 * s["VBHa"] * RIM_LEVEL, 0.5 * s["VBHp"] * RIM_LEVEL
        rays[f"{name}_endplate_centre"] = (shift, up)
        rays[f"{name}_endplate_anterior"] = (shift + np.array([0.0, -0.455 * depth, end * front]), up)
        rays[f"{name}_endplate_posterior"] = (shift + np.array([0.0, 0.45 * depth, end * rear]), up)
        middle = s["body_widest"] * 0.5 * depth
        rays[f"{name}_endplate_left"] = (
            shift + np.array([0.455 * width, middle, end * 0.85 * 0.5 * (front + rear)]),
            up,
        )
        rays[f"{name}_endplate_right"] = (
            shift + np.array([-0.455 * width, middle, end * 0.85 * 0.5 * (front + rear)]),
            up,
        )
    return rays


def _at_x(points: Array, x: float) -> Array:
    """Point of a centreline (n, 3) that runs outwards, where it reaches ``x``."""
    return np.array([np.interp(x, points[:, 0], points[:, i]) for i in range(3)])


def _side_rays(shape: VertebraShape, upper_face: FacetFrame, lower_face: FacetFrame) -> dict[str, tuple[Array, object]]:
    """Start and direction of the left rays that need nothing but parameters."""
    s = shape
    isthmus = pedicle_isthmus(s)
    blade, plate, wing = superior_blade(s, upper_face), pars(s, lower_face.centre), transverse(s)
    mamillary = s.point("mamillary")
    tip = wing.nodes[-1]
    return {
        "pedicle_superior": (isthmus, (0, 0, 1)),
        "pedicle_inferior": (isthmus, (0, 0, -1)),
        "pedicle_medial": (isthmus, (-1, 0, 0)),
        "pedicle_lateral": (isthmus, (1, 0, 0)),
        "superior_articular_facet": (upper_face.centre - 1.5 * upper_face.normal, upper_face.normal),
        "superior_articular_process_tip": (blade.nodes[-1] - np.array([0, 0, 0.5]), (0, 0, 1)),
        "superior_articular_process_anterior": (blade.at(0.6), (0.1, -1, 0)),
        "mamillary_process": (mamillary + np.array([0.0, 0.0, 0.3]), (0.25, 1, 0.1)),
        "accessory_process": (s.point("accessory"), (0.25, 0.75, -0.6)),
        "transverse_process_tip": (tip - wing.tangents[-1] * 2.0, wing.tangents[-1]),
        "pars_interarticularis": (s.point("pars"), (0.1, 1, 0)),
        "pars_anterior": (s.point("pars"), (0.1, -1, 0)),
        "lamina": (s.point("lamina_middle"), (0, 1, 0.2)),
        "inferior_articular_facet": (lower_face.centre - 1.5 * lower_face.normal, lower_face.normal),
        "inferior_articular_process_tip": (plate.nodes[-1] + np.array([0, 0, 1.0]), (0, 0, -1)),
    }


def _junction(shape: VertebraShape, field: Field, flip: Array) -> dict[str, Array]:
    """Neck of the superior process and upper border of the transverse process root, where the medial branch runs."""
    wing = transverse(shape)
    root, height = shape.point("tp_root"), shape["tp_neck_half_height"]
    inside = shape.point("sap_root") * flip
    lateral = np.array([1.0, 0.0, 0.0]) * flip
    neck = surface_along(field, np.array([inside[0], inside[1], root[2] + height + 3.0]), lateral)
    corner = _at_x(wing.nodes, abs(neck[0]) + 1.2) * flip
    border = surface_along(field, corner, (0.0, 0.0, 1.0))
    neck = surface_along(field, np.array([inside[0], border[1] + 0.5, border[2] + 2.0]), lateral)
    return {"transverse_process_superior_root": border, "superior_articular_process_neck": neck}


def vertebra_landmarks(
    shape: VertebraShape, field: Field, upper_face: FacetFrame, lower_face: FacetFrame
) -> dict[str, Landmark]:
    """All landmarks of one vertebra in its own frame, by name; surface points lie on the zero level of ``field``."""
    found = {"body_centre": Landmark(np.zeros(3), "interior")}
    for name, (start, ray) in _body_points(shape).items():
        found[name] = Landmark(surface_along(field, start, ray))
    rays = _side_rays(shape, upper_face, lower_face)
    for side, flip in (("left", LEFT), ("right", RIGHT)):
        found[f"pedicle_centre:{side}"] = Landmark(pedicle_isthmus(shape) * flip, "interior")
        for name, (start, ray) in rays.items():
            found[f"{name}:{side}"] = Landmark(surface_along(field, start * flip, np.asarray(ray, dtype=float) * flip))
        for name, point in _junction(shape, field, flip).items():
            found[f"{name}:{side}"] = Landmark(point)
        between = 0.5 * (found[f"mamillary_process:{side}"].point + found[f"accessory_process:{side}"].point)
        start = between + np.array([-1.5, -6.0, 0.5]) * flip
        found[f"mamillo_accessory_notch:{side}"] = Landmark(
            surface_along(field, start, np.array([0.25, 1.0, 0.0]) * flip)
        )
    middle = shape.midline("sp_mid")
    end = shape.midline("sp_tip")
    found["spinous_process_tip"] = Landmark(surface_along(field, end, (0.0, 1.0, 0.0)))
    found["spinous_process_superior"] = Landmark(surface_along(field, middle, (0.0, 0.0, 1.0)))
    return found
