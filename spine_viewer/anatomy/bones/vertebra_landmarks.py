"""Landmarks of a lumbar vertebra, found on its surface by rays from the builder's own parameters."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.model import Landmark
from spine_viewer.anatomy.bones.vertebra_arch import lamina_middle, pars, pedicle_isthmus
from spine_viewer.anatomy.bones.vertebra_body import RIM_LEVEL
from spine_viewer.anatomy.bones.vertebra_joint import FacetFrame
from spine_viewer.anatomy.bones.vertebra_processes import (
    ACCESSORY_AXIS,
    accessory_centre,
    mamillary_centre,
    plate_point,
    spinous_middle,
    transverse,
)
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.mesher import project

BELOW_PEDICLE_MM = 1.5  # where the bridge of the pars is met, under the pedicle
LEFT = np.array([1.0, 1.0, 1.0])
RIGHT = np.array([-1.0, 1.0, 1.0])


def surface_along(field: Field, starts: Array, rays: Array, reach_mm: float = 40.0) -> Array:
    """Where rays from inside a solid first leave it.

    Parameters
    ----------
    field : Field
    starts, rays : (n, 3) float, mm
        A start that lies outside is moved on the surface instead (Newton) and its ray is not used.
    reach_mm : float
        Length searched.

    Returns
    -------
    (n, 3) float, mm

    Raises
    ------
    ValueError
        If a ray meets no surface within ``reach_mm``.
    """
    starts = np.asarray(starts, dtype=float)
    rays = np.asarray(rays, dtype=float)
    rays = rays / np.linalg.norm(rays, axis=1, keepdims=True)
    low, high = np.zeros(len(starts)), np.full(len(starts), reach_mm)
    outside = np.zeros(len(starts), dtype=bool)
    for count in (101, 9, 9, 9):
        along = low[:, None] + (high - low)[:, None] * np.linspace(0.0, 1.0, count)
        points = starts[:, None, :] + along[:, :, None] * rays[:, None, :]
        positive = field(points.reshape(-1, 3)).reshape(along.shape) > 0.0
        if count == 101:
            outside = positive[:, 0]
            lost = ~positive.any(axis=1)
            if lost.any():
                raise ValueError(f"no surface within {reach_mm} mm of {starts[lost][0]} along {rays[lost][0]}")
        first = np.maximum(positive.argmax(axis=1), 1)
        rows = np.arange(len(starts))
        low, high = along[rows, first - 1], along[rows, first]
    found = starts + (0.5 * (low + high))[:, None] * rays
    if outside.any():
        found[outside] = project(field, starts[outside], steps=6)
    return found


def body_rays(shape: VertebraShape) -> dict[str, tuple[Array, Array]]:
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


def _at_z(points: Array, z: float) -> Array:
    """Point of a centreline (n, 3) that runs downwards, where it reaches ``z``."""
    return np.array([np.interp(-z, -points[:, 2], points[:, i]) for i in range(3)])


def _side_rays(shape: VertebraShape, upper_face: FacetFrame, lower_face: FacetFrame) -> dict[str, tuple[Array, object]]:
    """Start and direction of the left rays that need nothing but parameters."""
    s = shape
    isthmus = pedicle_isthmus(s)
    plate, wing = pars(s, lower_face.centre), transverse(s)
    mamillary = mamillary_centre(s, upper_face)
    tip = wing.nodes[-1]
    bridge = _at_z(plate.nodes, isthmus[2] - 0.5 * s["PDH"] - BELOW_PEDICLE_MM)
    return {
        "pedicle_superior": (isthmus, (0, 0, 1)),
        "pedicle_inferior": (isthmus, (0, 0, -1)),
        "pedicle_medial": (isthmus, (-1, 0, 0)),
        "pedicle_lateral": (isthmus, (1, 0, 0)),
        "superior_articular_facet": (upper_face.centre - 1.5 * upper_face.normal, upper_face.normal),
        "superior_articular_process_tip": (plate_point(s, upper_face, 0.7), (0, 0, 1)),
        "superior_articular_process_anterior": (plate_point(s, upper_face, 0.0), (0.1, -1, 0)),
        "mamillary_process": (mamillary + np.array([0.0, 0.0, 0.3]), (0.25, 1, 0.1)),
        "accessory_process": (accessory_centre(s), ACCESSORY_AXIS),
        "transverse_process_tip": (tip - wing.tangents[-1] * 2.0, wing.tangents[-1]),
        "pars_interarticularis": (bridge, (0.1, 1, 0)),
        "pars_anterior": (bridge, (0.1, -1, 0)),
        "lamina": (lamina_middle(s), (0, 1, 0.2)),
        "inferior_articular_facet": (lower_face.centre - 1.5 * lower_face.normal, lower_face.normal),
        "inferior_articular_process_tip": (plate.nodes[-1] + np.array([0, 0, 1.0]), (0, 0, -1)),
    }


def _junction(shape: VertebraShape, field: Field, upper_face: FacetFrame) -> tuple[Array, Array]:
    """Upper border of the transverse process root, and neck of the superior process above it: (left, right) each.

    The medial branch crosses here.
    """
    wing, flips = transverse(shape), np.array([LEFT, RIGHT])
    root, height = wing.nodes[0], shape["tp_neck_half_height"]
    inside = plate_point(shape, upper_face, 0.0) * flips
    lateral = np.array([1.0, 0.0, 0.0]) * flips
    inside[:, 2] = root[2] + height + 3.0
    neck = surface_along(field, inside, lateral)
    corners = np.array([_at_x(wing.nodes, abs(point[0]) + 1.2) for point in neck]) * flips
    border = surface_along(field, corners, np.array([[0.0, 0.0, 1.0]] * 2))
    inside[:, 1], inside[:, 2] = border[:, 1] + 2.5, border[:, 2] + 1.5
    return border, surface_along(field, inside, lateral)


def vertebra_landmarks(
    shape: VertebraShape, field: Field, upper_face: FacetFrame, lower_face: FacetFrame
) -> dict[str, Landmark]:
    """All landmarks of one vertebra in its own frame, by name; surface points lie on the zero level of ``field``."""
    rays = body_rays(shape)
    for side, flip in (("left", LEFT), ("right", RIGHT)):
        for name, (start, ray) in _side_rays(shape, upper_face, lower_face).items():
            rays[f"{name}:{side}"] = (start * flip, np.asarray(ray, dtype=float) * flip)
    rays["spinous_process_tip"] = (shape.midline("sp_tip"), np.array([0.0, 1.0, 0.0]))
    rays["spinous_process_superior"] = (spinous_middle(shape), np.array([0.0, 0.0, 1.0]))
    points = surface_along(field, np.array([r[0] for r in rays.values()]), np.array([r[1] for r in rays.values()]))
    found = {"body_centre": Landmark(np.zeros(3), "interior")}
    found |= {name: Landmark(point) for name, point in zip(rays, points, strict=True)}
    borders, necks = _junction(shape, field, upper_face)
    notches = _notches(found, field)
    for index, (side, flip) in enumerate((("left", LEFT), ("right", RIGHT))):
        found[f"pedicle_centre:{side}"] = Landmark(pedicle_isthmus(shape) * flip, "interior")
        found[f"transverse_process_superior_root:{side}"] = Landmark(borders[index])
        found[f"superior_articular_process_neck:{side}"] = Landmark(necks[index])
        found[f"mamillo_accessory_notch:{side}"] = Landmark(notches[index])
    return found


def _notches(found: dict[str, Landmark], field: Field) -> Array:
    """Bottom of the groove between mamillary and accessory process, (left, right), (2, 3) mm.

    Where the bone lies deepest below the straight line between both processes, in its middle part.
    """
    shares = np.linspace(0.25, 0.75, 9)
    deepest = []
    for side, flip in (("left", LEFT), ("right", RIGHT)):
        upper, lower = (found[f"{name}_process:{side}"].point for name in ("mamillary", "accessory"))
        line = upper + shares[:, None] * (lower - upper)
        ray = np.tile(np.array([0.25, 1.0, 0.0]) * flip, (len(shares), 1))
        bottom = surface_along(field, line + np.array([-1.5, -6.0, 0.0]) * flip, ray)
        deepest.append(bottom[np.argmax(line[:, 1] - bottom[:, 1])])
    return np.array(deepest)
