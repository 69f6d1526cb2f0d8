"""Parts of a left rib in the frame of its vertebra: its course, head, tubercle, flattened shaft and costal groove."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from spine_viewer.anatomy.bones.thoracic_costal import CostalFacet, costal_facets
from spine_viewer.anatomy.bones.thoracic_shape import load_shape as load_thoracic
from spine_viewer.anatomy.bones.vertebra_costal import OUTWARD, costal_centre
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape, load_shape
from spine_viewer.anatomy.field.base import Array, Culled, Field
from spine_viewer.anatomy.field.combine import Cut, Intersection, Union, union_all
from spine_viewer.anatomy.field.primitives import CurvedHalfSpace, Ellipsoid, unit
from spine_viewer.anatomy.field.sweep import Sweep, sweep
from spine_viewer.anatomy.levels import load_levels

SHAFT = ("near", "angle", "back", "side", "flank", "end")
STATIONS = ("neck", "tubercle", *SHAFT)
SEGMENTS = 80
MARK_BLEND, VESSEL_EDGE = 4.5, 1.5  # fillet of muscle marks, rounding of the edges of vessel grooves, mm
VESSEL_SLANT = 0.35  # how far the vessels run forwards as they leave the chest, over their way across the rib


@dataclass(frozen=True)
class Seat:
    """Where a rib meets its vertebra: the face for its head, and the face on the transverse process if there is one."""

    head: CostalFacet
    tubercle: CostalFacet | None


def seat_on(carrier: VertebraShape) -> Seat:
    """Faces that a thoracic vertebra (T1 to T12) offers to its left rib, in its own frame."""
    if carrier.level == "T12":
        radius = carrier["costal_radius"]
        return Seat(CostalFacet(costal_centre(carrier), OUTWARD, radius, radius), None)
    faces = costal_facets(carrier)
    return Seat(faces["superior"], faces.get("transverse"))


def load_carrier(number: int) -> VertebraShape:
    """Dimensions of the vertebra that carries a rib, from the tables."""
    return load_shape("T12") if number == 12 else load_thoracic(f"T{number}")


@dataclass(frozen=True)
class Course:
    """Centreline of a rib: ``points`` (9, 3) from the head through the stations, ``tangents`` and ``ups`` likewise.

    ``ups`` point to the upper border of the section.
    """

    points: Array
    tangents: Array
    ups: Array

    @property
    def outward(self) -> Array:
        """(9, 3) unit vectors to the outer surface."""
        return np.cross(self.ups, self.tangents)

    def at(self, station: str) -> int:
        """Index of a station."""
        return 1 + STATIONS.index(station)

    def frame(self, place: float) -> tuple[Array, Array]:
        """Point (3,) of the centreline ``place`` stations from the head; rows (3, 3) along, upwards, outwards."""
        known = np.arange(len(self.points))
        point = CubicSpline(known, self.points, bc_type="natural")(place)
        along, up = (
            unit([np.interp(place, known, rows[:, i]) for i in range(3)]) for rows in (self.tangents, self.ups)
        )
        up = unit(up - (up @ along) * along)
        return point, np.array([along, up, np.cross(up, along)])


def gap_mm() -> float:
    """Distance of bones in the joints of ribs and vertebrae."""
    return load_levels().gaps_mm["costovertebral"].value


def crest(shape: VertebraShape, seat: Seat) -> Array:
    """(3,) middle of the joint surface of the head: on the crest between both faces, or in the middle of one."""
    face = seat.head
    rise = face.half_height_mm if shape["head_faces"] > 1.0 else 0.0
    return face.centre + gap_mm() * face.normal + rise * face.axes[2]


def _outward(seat: Seat) -> Array:
    """(3,) horizontal direction from the body into the head."""
    return unit(seat.head.normal * [1.0, 1.0, 0.0])


def head_centre(shape: VertebraShape, seat: Seat) -> Array:
    """(3,) middle of the head."""
    return crest(shape, seat) + 0.75 * shape["head_depth"] * _outward(seat)


def course(shape: VertebraShape, seat: Seat) -> Course:
    """Centreline from the head to the end, on the transverse process where there is a face for the tubercle."""
    s, start = shape, head_centre(shape, seat)
    if seat.tubercle is None:
        root = start + s.point("root")
    else:
        root = seat.tubercle.centre + (gap_mm() + s["tubercle_out"]) * seat.tubercle.normal
    neck = 0.5 * (start + root) + s.point("neck")
    points = np.array([start, neck, root, *(root + s.point(name) for name in SHAFT)])
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    tangents = CubicSpline(along, points, bc_type="natural")(along, 1)
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    twists = np.radians([s["neck_twist"], *(s[f"{name}_twist"] for name in STATIONS)])
    ups = []
    for tangent, twist in zip(tangents, twists, strict=True):
        outer = unit(np.cross([0.0, 0.0, 1.0], tangent))
        ups.append(np.cos(twist) * np.cross(tangent, outer) + np.sin(twist) * outer)
    return Course(points, tangents, np.array(ups))


def shaft(shape: VertebraShape, line: Course) -> Sweep:
    """Neck and shaft: one flattened, twisted and curved bar, thicker along its upper border."""
    s = shape
    thick = [s["neck_half_thickness"], *(s[f"{name}_half_thickness"] for name in STATIONS)]
    tall = [s["neck_half_height"], *(s[f"{name}_half_height"] for name in STATIONS)]
    return sweep(
        line.points,
        thick,
        tall,
        up=line.ups,
        power=s["power"],
        egg=s["egg"],
        caps=(2.0, s["end_cap"]),
        segments=SEGMENTS,
    )


def groove(shape: VertebraShape, line: Course) -> Sweep:
    """What the costal groove is cut with: along the inner surface near the lower border, from the angle to the end."""
    s = shape
    names = SHAFT[1:]
    path = []
    for name in names:
        i = line.at(name)
        inner = s["groove_in"] * s[f"{name}_half_thickness"] * line.outward[i]
        path.append(line.points[i] - inner - s["groove_low"] * s[f"{name}_half_height"] * line.ups[i])
    radius = s["groove_radius"] * np.array([0.6, 1.0, 1.0, 0.9, 0.7])
    return sweep(path, 0.8 * radius, 1.2 * radius, up=line.ups[[line.at(n) for n in names]], segments=SEGMENTS)


def _ground(shape: VertebraShape, facet: CostalFacet, centre: Array, normal: Array, up: Array) -> CurvedHalfSpace:
    """The rib's side of a joint: bulges as far as the hollow on the vertebra, less the gap."""
    bend = 1.0 / (shape["face_curve"] * max(facet.half_width_mm, facet.half_height_mm) - gap_mm())
    return CurvedHalfSpace(centre, -normal, up, bend, bend)


def head(shape: VertebraShape, seat: Seat) -> Field:
    """Head, ground to one face or to two that meet in a crest."""
    s, face = shape, seat.head
    out = _outward(seat)
    axes = np.array([out, np.array([-out[1], out[0], 0.0]), np.array([0.0, 0.0, 1.0])])
    radii = np.array([s["head_depth"], s["head_half_width"], s["head_half_height"]])
    knob = Ellipsoid(head_centre(s, seat), radii, axes)
    low = face.centre + gap_mm() * face.normal
    solid: Field = Intersection(knob, _ground(s, face, low, face.normal, face.axes[2]), s["face_edge"])
    if s["head_faces"] > 1.0:
        mirror = np.array([1.0, 1.0, -1.0])
        high = low + 2.0 * (crest(s, seat) - low) * [0.0, 0.0, 1.0]
        solid = Intersection(solid, _ground(s, face, high, face.normal * mirror, face.axes[2] * mirror), s["face_edge"])
    return solid


def tubercle(shape: VertebraShape, facet: CostalFacet, line: Course) -> Field:
    """Tubercle: a round face on the transverse process and, beside it, a rough lump for the ligament."""
    s, i = shape, line.at("tubercle")
    half, lump = s["tubercle_half"], s["tubercle_lump"]
    base = facet.centre + gap_mm() * facet.normal
    knob = Ellipsoid(base + 2.4 * facet.normal, np.array([3.2, half, half]), facet.axes)
    ground = Intersection(knob, _ground(s, facet, base, facet.normal, facet.axes[2]), s["face_edge"])
    # on the rear of the rib just outside the transverse process
    back = unit(-facet.normal - (-facet.normal @ line.tangents[i]) * line.tangents[i])
    beside = line.points[i] + 1.6 * half * line.tangents[i] + 0.9 * s["tubercle_half_thickness"] * back
    axes = np.array([line.tangents[i], back, np.cross(line.tangents[i], back)])
    rough = Ellipsoid(beside, np.array([1.8, 1.0, 1.3]) * lump, axes)
    return union_all([(ground, 0.0), (rough, 3.0)])


def _half_at(shape: VertebraShape, place: float, size: str) -> float:
    """Half ``thickness`` or half ``height`` of the shaft ``place`` stations from the head, mm."""
    known = [shape[f"neck_half_{size}"], *(shape[f"{name}_half_{size}"] for name in STATIONS)]
    return float(np.interp(place, np.arange(len(known)), known))


def muscle_marks(shape: VertebraShape, line: Course) -> list[Ellipsoid]:
    """What muscles raise: the scalene tubercle of the first rib, the serratus tuberosity of the second."""
    s, marks = shape, []
    if s["scalene_half"] > 0.0:
        middle, axes = line.frame(s["scalene_at"])
        border = _half_at(s, s["scalene_at"], "height") * axes[1]
        upper = 0.5 * _half_at(s, s["scalene_at"], "thickness") * axes[2]
        marks.append(Ellipsoid(middle + 0.85 * border + upper, s["scalene_half"] * np.array([1.5, 1.0, 0.8]), axes))
    if s["serratus_half"] > 0.0:
        middle, axes = line.frame(s["serratus_at"])
        outer = _half_at(s, s["serratus_at"], "thickness") * axes[2]
        size = s["serratus_half"] * np.array([2.6, 1.4, 1.0])
        marks.append(Ellipsoid(middle - 0.5 * size[1] * axes[1] + 0.75 * outer, size, axes))
    return marks


def vessel_grooves(shape: VertebraShape, line: Course) -> list[Sweep]:
    """Grooves of the subclavian artery and vein across the upper surface of the first rib."""
    s, grooves = shape, []
    if s["vessel_depth"] > 0.0:
        for place in (s["artery_at"], s["vein_at"]):
            middle, axes = line.frame(place)
            reach = (_half_at(s, place, "height") + 3.0) * unit(axes[1] - VESSEL_SLANT * axes[0])
            above = (_half_at(s, place, "thickness") + s["vessel_half_width"] - s["vessel_depth"]) * axes[2]
            ends = [middle + above + reach, middle + above - reach]
            grooves.append(sweep(ends, s["vessel_half_width"], s["vessel_half_width"], up=axes[2]))
    return grooves


def whole(shape: VertebraShape, seat: Seat) -> Field:
    """Left rib without surface relief."""
    s, line = shape, course(shape, seat)
    solid = union_all([(shaft(s, line), 0.0), (head(s, seat), s["head_blend"])])
    if seat.tubercle is not None:
        solid = union_all([(solid, 0.0), (tubercle(s, seat.tubercle, line), s["tubercle_blend"])])
    for mark in muscle_marks(s, line):
        solid = Union(solid, Culled(mark), MARK_BLEND)
    for vessel in vessel_grooves(s, line):
        solid = Cut(solid, Culled(vessel), VESSEL_EDGE)
    if s["groove_radius"] > 0.0:
        solid = Cut(solid, Culled(groove(s, line)), 1.0)
    return solid
