"""Parts of the base of the occiput: squama as a curved plate, lateral and basilar parts, condyles, relief."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import CubicSpline

from spine_viewer.anatomy.bones.curved_facet import CurvedFacet, FacetPad, trimmed
from spine_viewer.anatomy.bones.hip_plate import Plate, plane_axes, plate
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array, Culled, Field
from spine_viewer.anatomy.field.combine import Cut, union_all
from spine_viewer.anatomy.field.primitives import Ellipsoid
from spine_viewer.anatomy.field.sweep import Sweep, sweep

BOTH = np.array([[1.0, 1.0, 1.0], [-1.0, 1.0, 1.0]])
SUTURE_FROM = 10  # the first point of the border that belongs to the lambdoid suture


def _numbered(shape: VertebraShape, stem: str) -> list[str]:
    """Names ``stem0``, ``stem1``, ... that the table holds, in order."""
    names: list[str] = []
    while f"{stem}{len(names)}_x" in shape.values:
        names.append(f"{stem}{len(names)}")
    return names


def squama(shape: VertebraShape) -> Plate:
    """Squama with both lateral parts: one bowl-shaped plate."""
    s = shape
    normal = np.array([0.0, np.sin(np.radians(s["squama_tilt"])), -np.cos(np.radians(s["squama_tilt"]))])
    axes, origin = plane_axes(normal), s.midline("squama_origin")
    stations = []
    for name in _numbered(s, "squama"):
        for flip in BOTH if s[f"{name}_x"] > 0.0 else BOTH[:1]:
            stations.append([*((s.point(name) * flip - origin) @ axes.T), s[f"{name}_thick"]])
    half = toothed(np.array([s.point(name) for name in _numbered(s, "border")]), normal, s)
    border = np.vstack([half, (half * BOTH[1])[-2:0:-1]])
    return plate(origin, normal, np.array(stations), ((border - origin) @ axes.T)[:, :2], None, 0.9, 3.0)


def toothed(half: Array, normal: Array, shape: VertebraShape) -> Array:
    """Half of the border, (n, 3) points; its last part, the lambdoid suture up to the midline, gets irregular teeth."""
    suture = half[SUTURE_FROM:]
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(suture, axis=0), axis=1))])
    curve = CubicSpline(along, suture)
    at = np.linspace(0.0, along[-1], round(along[-1] / shape["suture_pitch"]) + 1)
    order = np.arange(len(at))
    at[1:-1] += 0.3 * shape["suture_pitch"] * np.sin(1.7 * order[1:-1])
    height = shape["suture_teeth"] * ((-1.0) ** order * (0.5 + 0.5 * np.sin(2.3 * order)) + 0.5 * np.sin(0.9 * order))
    height[[0, -1]] = 0.0
    outwards = np.cross(curve(at, 1), normal)
    outwards /= np.linalg.norm(outwards, axis=1, keepdims=True)
    return np.vstack([half[:SUTURE_FROM], curve(at) + height[:, None] * outwards])


def basilar(shape: VertebraShape) -> Sweep:
    """Basilar part: a thick plate that rises forwards from the foramen magnum."""
    s = shape
    names = ("rear", "mid", "front")
    return sweep(
        [s.midline(f"basilar_{n}") for n in names],
        [s[f"basilar_{n}_half_width"] for n in names],
        [s[f"basilar_{n}_half_thickness"] for n in names],
        up=(0.0, 1.0, 1.0),
        power=[2.4, 2.6, 3.2],
        caps=(2.0, 1.6),
    )


def lateral_part(shape: VertebraShape, face: CurvedFacet) -> Field:
    """Condyle with its neck, the jugular tubercle above it and the jugular process beside it."""
    s = shape
    names = ("front", "mid", "rear")
    neck = sweep(
        [s.point(f"neck_{n}") for n in names],
        [s[f"neck_{n}_half_width"] for n in names],
        [s[f"neck_{n}_half_height"] for n in names],
        power=2.2,
    )
    line = [s.point(f"jugular_tubercle{i}") for i in range(4)]
    thick, tall = s["jugular_tubercle_half"], s["jugular_tubercle_tall"]
    tubercle = sweep(line, thick, [tall, tall, 0.8 * tall, 0.5 * tall])
    process = Ellipsoid(s.point("jugular_process"), s.point("jugular_process_half"))
    solid = union_all(
        [
            (neck, 0.0),
            (tubercle, 4.0),
            (process, 3.0),
            (FacetPad(face, s["condyle_depth"], 1.0, 0.3), 3.0),
        ]
    )
    return trimmed(solid, face, 1.0, 1.5)


def foramen_magnum(shape: VertebraShape, share: float = 1.0) -> Sweep:
    """Foramen magnum: an oval, wider behind the condyles; ``share`` scales its width."""
    s = shape
    lean = np.array([0.0, s["magnum_lean"], 1.0])
    return sweep(
        [-16.0 * lean, np.zeros(3), 30.0 * lean],
        [share * s["magnum_half_width"] * k for k in (1.06, 1.0, 1.35)],
        [s["magnum_half_length"] * k for k in (1.02, 1.0, 1.25)],
        up=(0.0, 1.0, 0.0),
        power=2.1,
        egg=s["magnum_egg"],
        caps=(2.0, 2.0),
    )


def relief(shape: VertebraShape) -> list[tuple[Field, float]]:
    """External protuberance and crest, nuchal lines, and the cross of ridges inside; (field, fillet) each."""
    s = shape
    ridge = s["nuchal_half"]
    outer = Ellipsoid(s.midline("protuberance"), np.array([s["protuberance_half_width"], 3.4, 4.2]))
    inner = Ellipsoid(s.midline("inner_protuberance"), np.array([6.0, 4.0, 4.6]))
    crest = sweep([s.midline(f"crest{i}") for i in range(4)], ridge, 1.3 * ridge, up=(1.0, 0.0, 0.0))
    inner_crest = sweep([s.midline(f"inner_crest{i}") for i in range(3)], 1.6, 2.2, up=(1.0, 0.0, 0.0))
    upper = sweep([s.point(f"nuchal{i}") for i in range(4)], 1.3 * ridge, 1.2 * ridge)
    lower = sweep([s.point(f"inferior_nuchal{i}") for i in range(3)], ridge, ridge)
    sinus = sweep([s.point(f"sinus{i}") for i in range(3)], 1.6, 2.0)
    return [(outer, 5.0), (inner, 5.0), (crest, 4.0), (inner_crest, 4.0), (upper, 4.0), (lower, 4.0), (sinus, 4.0)]


def whole(shape: VertebraShape, face: CurvedFacet) -> Field:
    """Left half of the occiput up to the border of its squama."""
    s = shape
    shell = union_all([(squama(s), 0.0), *relief(s), (basilar(s), 4.0)])
    shell = Cut(shell, Culled(foramen_magnum(s)), 1.6)
    solid = union_all([(shell, 0.0), (lateral_part(s, face), s["condyle_blend"])])
    return Cut(solid, Culled(foramen_magnum(s, s["magnum_condyle_share"])), 2.0)
