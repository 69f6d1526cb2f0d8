"""The hip bone: two plates that meet in the socket, with ridges, spines and joint surfaces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from spine_viewer.anatomy.bones.hip_parts import blade, build_plate, ridge
from spine_viewer.anatomy.bones.hip_plate import Plate
from spine_viewer.anatomy.bones.hip_relief import Embossed, Roughened
from spine_viewer.anatomy.bones.hip_seat import Seat, SeatRegion, sacral_seat
from spine_viewer.anatomy.bones.hip_shape import HipShape, load_hip_shape
from spine_viewer.anatomy.bones.hip_socket import Socket, build_socket
from spine_viewer.anatomy.bones.model import BoneModel, Face, Landmark
from spine_viewer.anatomy.field.base import Array, Culled, Field
from spine_viewer.anatomy.field.combine import Union, cut_all, union_all
from spine_viewer.anatomy.field.mesher import gradient, project
from spine_viewer.anatomy.field.primitives import Moved, unit
from spine_viewer.anatomy.ids import SIDES, choose
from spine_viewer.anatomy.rigid import apply, inverse


@dataclass(frozen=True)
class HipParts:
    """The left hip bone in its local frame and the parts that its landmarks are read from."""

    field: Field
    ilium: Plate
    ischiopubis: Plate
    socket: Socket
    seat: Seat


@dataclass(frozen=True)
class Reflected:
    """The mirror image of a field across the plane x = 0."""

    inner: Field

    @property
    def bounds(self) -> Array:
        lower, upper = self.inner.bounds
        return np.array([[-upper[0], lower[1], lower[2]], [-lower[0], upper[1], upper[2]]])

    def __call__(self, points: Array) -> Array:
        return self.inner(points * np.array([-1.0, 1.0, 1.0]))


def build_parts(shape: HipShape) -> HipParts:
    """Left hip bone in the hip-local frame (LPS axes, origin at the centre of the acetabulum)."""
    n = shape.number
    ilium, ischiopubis = build_plate(shape, "ilium"), build_plate(shape, "ischiopubis")
    socket = build_socket(shape)
    body = Union(Culled(ilium, 14.0), Culled(ischiopubis, 14.0), n("blend:plates"))
    solids: list[tuple[Field, float]] = [(body, 0.0), (socket.cup, n("blend:rim"))]
    solids += [(blade(shape, name), n(f"blade:{name}:blend")) for name in shape.items("blade")]
    for part, surface in (("ilium", ilium), ("ischiopubis", ischiopubis)):
        solids += [(ridge(shape, part, name, surface), n("blend:ridge")) for name in shape.items(f"{part}:ridge")]
    solid = cut_all(
        union_all(solids),
        [(socket.ball, n("blend:rim_edge")), (socket.fossa, n("blend:fossa")), (socket.notch_cut, n("blend:notch"))],
    )
    columns = ("x", "y", "z", "amplitude", "radius")
    relief, rough = shape.table("relief", columns), shape.table("roughness:place", columns)
    solid = Embossed(solid, relief[:, :3], relief[:, 3], relief[:, 4])
    coarse = Roughened(solid, rough[:, :3], rough[:, 3], rough[:, 4], n("roughness:wavelength"))
    seat = sacral_seat(shape)
    padded = Union(coarse, Culled(Moved(seat, inverse(placement(shape)))), n("seat:blend"))
    return HipParts(padded, ilium, ischiopubis, socket, seat)


def landmark_points(shape: HipShape, parts: HipParts) -> dict[str, Landmark]:
    """Landmarks in the hip-local frame; surface points lie on the zero level."""
    border = {
        part: {item: shape.numbers(f"{part}:border:{item}", ("u", "v")) for item in shape.items(f"{part}:border")}
        for part in ("ilium", "ischiopubis")
    }
    on_ilium = {
        "anterior_superior_iliac_spine": "anterior_superior_spine",
        "posterior_superior_iliac_spine": "posterior_superior_spine",
        "posterior_inferior_iliac_spine": "posterior_inferior_spine",
        "iliac_crest_top": "crest_top",
        "greater_sciatic_notch": "sciatic_notch_apex",
    }
    points = {name: parts.ilium.point(*border["ilium"][item]) for name, item in on_ilium.items()}
    for name in ("anterior_inferior_iliac_spine", "ischial_spine", "pubic_tubercle", "iliac_tubercle"):
        points[name] = shape.point(f"landmark:{name}")
    points["ischial_tuberosity"] = shape.point("landmark:ischial_tuberosity")
    points["symphyseal_surface"] = shape.point("landmark:symphyseal_surface")
    points["auricular_surface"] = apply(inverse(placement(shape)), parts.seat.centre())
    socket = parts.socket
    directions = {
        "superior": (0.0, 0.0, 1.0),
        "anterior": (0.0, -1.0, 0.0),
        "posterior": (0.0, 1.0, 0.0),
        "inferior": (0.0, 0.45, -1.0),
    }
    for name, direction in directions.items():
        points[f"acetabular_rim_{name}"] = socket.rim_point(direction)
    points["acetabular_fossa"] = -socket.opening * (socket.radius_mm + 2.0) + 4.0 * socket.notch
    snapped = project(parts.field, np.array(list(points.values())), steps=6, limit_mm=2.0)
    found = {name: Landmark(point) for name, point in zip(points, snapped, strict=True)}
    u, v = shape.numbers("landmark:iliac_body_centre", ("u", "v"))
    found["iliac_body_centre"] = Landmark(parts.ilium.point(u, v), "interior")
    return found


def placement(shape: HipShape) -> Array:
    """(4, 4) from the hip-local frame to the frame of the sacrum (origin S1 endplate, z along its normal)."""
    tilt, lean, turn = np.radians(shape.numbers("placement", ("s1_endplate_tilt", "lean", "turn")))
    matrix = np.eye(4)
    matrix[:3, :3] = Rotation.from_euler("xyz", [-tilt, lean, turn]).as_matrix()
    matrix[:3, 3] = shape.point("placement:acetabular_centre")
    return matrix


def build_hip(side: str) -> BoneModel:
    """Hip bone of one side in the frame of the sacrum.

    Parameters
    ----------
    side : str
        "left" or "right"; the right bone is the mirror image of the left.

    Returns
    -------
    BoneModel
        Frame: origin at the centre of the S1 endplate, z along its normal, x to the left, y posterior, mm. Face
        ``auricular_surface``; ``extras["auricular_region"]`` is negative in a shell about that face, inside its
        ear-shaped outline.

    Raises
    ------
    InputError
        If ``side`` is neither "left" nor "right".
    """
    choose(side, SIDES, "side")
    shape = load_hip_shape()
    parts = build_parts(shape)
    matrix = placement(shape)
    sign = np.array([1.0, 1.0, 1.0]) if side == "left" else np.array([-1.0, 1.0, 1.0])

    def place(field: Field) -> Field:
        moved = Moved(field, matrix)
        return moved if side == "left" else Reflected(moved)

    def carry(vector: Array, offset: Array) -> Array:
        return sign * (matrix[:3, :3] @ vector + offset)

    local = landmark_points(shape, parts)
    landmarks = {name: Landmark(carry(mark.point, matrix[:3, 3]), mark.kind) for name, mark in local.items()}
    region = SeatRegion(parts.seat, shape.number("seat:region_depth"))
    centre = local["auricular_surface"].point
    normal = unit(gradient(parts.field, centre[None], step_mm=3.0)[0])
    face = Face(
        carry(centre, matrix[:3, 3]),
        carry(normal, np.zeros(3)),
        sign * parts.seat.up(),
        *parts.seat.half_size(),
    )
    return BoneModel(
        f"hip_{side}",
        place(parts.field),
        landmarks,
        {"auricular_surface": face},
        dict(shape.values),
        genus=1,
        voxel_mm=0.8,
        triangle_budget=60_000,
        extras={"auricular_region": region if side == "left" else Reflected(region)},
    )
