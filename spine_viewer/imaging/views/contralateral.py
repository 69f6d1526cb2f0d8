"""The contralateral oblique: along the front of the lamina, so that the lamina shows as a thin oval."""

from __future__ import annotations

from typing import Any

import numpy as np

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.views import standard
from spine_viewer.imaging.views.aim import edge_off_deg, squared_along
from spine_viewer.imaging.views.gauge import Gauge, reading
from spine_viewer.imaging.views.marks import Array, SpineLike, endplate, point, sign

MIDLINE_MM = 1.5  # the two laminae meet here
HALF_HEIGHT_MM = 4.0  # above and below the lamina's landmark
REACH = 0.8  # how far towards the medial face of the pedicle the front of the lamina reaches
OFF_MM = 2.0  # places further from the plane belong to something else
LINES = (8, 7)  # that feel for the surface, across and upwards


def centre(spine: SpineLike, level: str, side: str) -> Array:
    """The lamina."""
    return point(spine, level, f"lamina:{side}")


def front_of_lamina(spine: SpineLike, level: str, side: str) -> tuple[Array, Array]:
    """Middle and unit normal, each (3,), world, of the plane through the face that a lamina turns to the canal.

    Lines run backwards through the canal of the bone, between the midline and the pedicle, a little above and below
    the lamina's landmark; a plane is laid through the places where they meet bone. Bone frame: x left, y back, z up.
    """
    bone = spine.bone(level)
    turn, origin = np.asarray(bone.matrix)[:3, :3], np.asarray(bone.matrix)[:3, 3]
    lamina, pedicle = ((point(spine, level, f"{name}:{side}") - origin) @ turn for name in ("lamina", "pedicle_medial"))
    mesh = bone.local_mesh
    across = np.linspace(sign(side) * MIDLINE_MM, REACH * pedicle[0], LINES[0])
    upwards = lamina[2] + np.linspace(-HALF_HEIGHT_MM, HALF_HEIGHT_MM, LINES[1])
    corners = np.asarray(mesh.points, dtype=float)[mesh.regular_faces]
    corners = between(between(corners, 0, across.min(), across.max()), 2, upwards.min(), upwards.max())
    met = [[x, first_behind(corners, x, z, pedicle[1]), z] for x in across for z in upwards]
    places = np.array([place for place in met if place[1] < lamina[1]])
    normal, off = plane(places)
    places = places[off < OFF_MM]
    normal, _ = plane(places)
    return turn @ places.mean(axis=0) + origin, turn @ normal


def between(corners: Array, axis: int, low: float, high: float) -> Array:
    """Those of triangles (n, 3, 3) that reach between two places of an axis."""
    values = corners[:, :, axis]
    return np.asarray(corners[(values.max(axis=1) >= low) & (values.min(axis=1) <= high)])


def plane(places: Array) -> tuple[Array, Array]:
    """Unit normal (3,) of the plane laid through places (n, 3), and their distances (n,) from it, mm."""
    offset = places - places.mean(axis=0)
    normal = np.linalg.svd(offset)[2][-1]
    return normal, np.abs(offset @ normal)


def first_behind(corners: Array, x: float, z: float, start: float) -> float:
    """Where a line along y through ``(x, z)`` first meets triangles (n, 3, 3) behind ``start``; infinite for never."""
    flat = corners[:, :, [0, 2]] - (x, z)
    one, two, three = flat[:, 0], flat[:, 1], flat[:, 2]
    areas = np.stack([_cross(two, three), _cross(three, one), _cross(one, two)], axis=1)
    whole = areas.sum(axis=1)
    inside = (np.all(areas >= 0.0, axis=1) | np.all(areas <= 0.0, axis=1)) & (np.abs(whole) > 1e-12)
    depth = (areas[inside] * corners[inside, :, 1]).sum(axis=1) / whole[inside]
    return float(np.min(depth[depth > start], initial=np.inf))


def _cross(a: Array, b: Array) -> Array:
    return np.asarray(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])


def make(spine: SpineLike, level: str, side: str, isocentre: Array, **settings: Any) -> CArm:
    """Along the lamina of ``side``, the detector behind the other side; superior endplate squared."""
    _, normal = front_of_lamina(spine, level, side)
    way = np.cross(normal, endplate(spine, level)[1])
    way = way if way[1] > 0.0 else -way
    start = float(np.degrees(np.arctan2(way[0], way[1])))
    return squared_along(spine, level, isocentre, normal, start, **settings)


def gauges(spine: SpineLike, arm: CArm, level: str, side: str) -> tuple[Gauge, ...]:
    """Front of the lamina and endplate edge-on."""
    off = edge_off_deg(arm, centre(spine, level, side), front_of_lamina(spine, level, side)[1])
    return (reading("lamina_off", off, "lamina_off_deg"), standard.endplate_edge(spine, arm, level))
