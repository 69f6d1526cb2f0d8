"""Landmarks of atlas, axis and occiput, found on their surfaces by rays from the builders' own parameters."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones import atlas_parts, axis_parts
from spine_viewer.anatomy.bones.curved_facet import CurvedFacet
from spine_viewer.anatomy.bones.model import Landmark
from spine_viewer.anatomy.bones.vertebra_landmarks import LEFT, RIGHT, surface_along
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array, Field

Rays = dict[str, tuple[Array, object]]  # start inside the bone, direction


def cast(field: Field, middle: Rays, left: Rays, inner: dict[str, Array]) -> dict[str, Landmark]:
    """Landmarks where rays leave the bone; ``left`` rays and points are mirrored for the right side.

    Parameters
    ----------
    field : Field
        The bone.
    middle, left : dict
        Rays by name.
    inner : dict of (3,) float
        Interior points by name; those off the midline become a left and a right one.
    """
    rays = dict(middle)
    found: dict[str, Landmark] = {}
    for name, point in inner.items():
        if point[0] == 0.0:
            found[name] = Landmark(point, "interior")
            continue
        for side, flip in (("left", LEFT), ("right", RIGHT)):
            found[f"{name}:{side}"] = Landmark(point * flip, "interior")
    for side, flip in (("left", LEFT), ("right", RIGHT)):
        for name, (start, ray) in left.items():
            rays[f"{name}:{side}"] = (start * flip, np.asarray(ray, dtype=float) * flip)
    starts, turns = (np.array([np.asarray(r[i], dtype=float) for r in rays.values()]) for i in (0, 1))
    points = surface_along(field, starts, turns)
    return found | {name: Landmark(point) for name, point in zip(rays, points, strict=True)}


def _face_ray(face: CurvedFacet) -> tuple[Array, object]:
    return face.centre - 1.5 * face.normal, face.normal


def _rim(front: Array, rear: Array, inner: Array, outer: Array, centre: Array) -> Rays:
    """Rays from inside the four walls of a transverse foramen towards its centre."""
    walls = {"anterior": front, "posterior": rear, "medial": inner, "lateral": outer}
    return {f"transverse_foramen_{name}": (wall, centre - wall) for name, wall in walls.items()}


def atlas_landmarks(shape: VertebraShape, field: Field, upper: CurvedFacet, lower: CurvedFacet) -> dict[str, Landmark]:
    """All landmarks of C1 in its own frame."""
    s = shape
    tip, hole = atlas_parts.transverse_tip(s), atlas_parts.foramen_centre(s)
    half_x = 0.25 * (
        s["distance_lateral_margins_transverse_foramina"] - s["distance_inner_margins_transverse_foramina"]
    )
    half_y = s["tf_half_depth"]
    groove = s.point("pa_groove")
    middle: Rays = {
        "anterior_tubercle": (s.midline("at"), (0, -1, 0)),
        "posterior_tubercle": (s.midline("pt"), (0, 1, 0)),
        "anterior_arch_posterior": (s.midline("aa_mid"), (0, 1, 0)),
    }
    left: Rays = {
        "superior_articular_facet": _face_ray(upper),
        "inferior_articular_facet": _face_ray(lower),
        "posterior_arch": (s.point("pa_side"), (0.55, 1, 0)),
        "vertebral_artery_groove": (groove, (0, 0.1, 1)),
        "transverse_process_tip": (tip, (1, 0, 0)),
        **_rim(
            s.point("tp_front"),
            s.point("tp_rear"),
            hole - np.array([half_x + 2.0, 0.0, 0.0]),
            hole + np.array([half_x + 2.5, 0.0, 0.0]),
            hole + np.array([0.0, 0.15 * half_y, 0.0]),
        ),
    }
    return cast(field, middle, left, {"lateral_mass_centre": s.point("mass_middle")})


def axis_landmarks(shape: VertebraShape, field: Field, upper: CurvedFacet, lower: CurvedFacet) -> dict[str, Landmark]:
    """All landmarks of C2 in its own frame."""
    s = shape
    down, centre = axis_parts.endplate_normal(s), axis_parts.endplate_rim_centre(s)
    forward = np.array([0.0, -np.cos(np.radians(s["endplate_slope"])), -np.sin(np.radians(s["endplate_slope"]))])
    side, deep, wide = np.array([1.0, 0.0, 0.0]), 0.4 * s["EPDl"], 0.43 * s["EPWl"]
    inside = centre - 2.5 * down
    swell, top = s.midline("dens_swell"), s.midline("dens_top")
    waist = s.point("pars_waist")
    # the pedicle runs from the body under the shoulder to the pars, medial to the foramen
    pedicle = np.array([0.5 * s["SCW"] + 1.2, 7.0, 1.2])
    base, tip = s.point("pars_base"), s.point("tp_tip")
    middle: Rays = {
        "dens_tip": (top, (0, 0, 1)),
        "dens_anterior": (swell, (0, -1, 0)),
        "dens_posterior": (swell, (0, 1, 0)),
        "inferior_endplate_centre": (inside, down),
        "inferior_endplate_anterior": (inside + deep * forward, down),
        "inferior_endplate_posterior": (inside - deep * forward, down),
        "inferior_endplate_left": (inside + wide * side, down),
        "inferior_endplate_right": (inside - wide * side, down),
        "spinous_process_superior": (s.midline("sp_mid"), (0, 0, 1)),
        "spinous_process_tip": (s.midline("sp_tip"), (0, 1, 0)),
    }
    left: Rays = {
        "superior_articular_facet": _face_ray(upper),
        "inferior_articular_facet": _face_ray(lower),
        "inferior_articular_process_tip": (s.point("pars_end"), (0, 0, -1)),
        "pars_interarticularis": (waist, (0.1, 1, 0.6)),
        "lamina": (s.point("lamina_middle"), (0.4, 1, 0.2)),
        "transverse_process_tip": (tip, (1, 0.1, -0.5)),
        "articular_pillar_waist": (0.5 * (waist + base), (1, 0, 0)),
        "articular_pillar_posterior": (0.5 * (waist + base), (0.2, 1, 0.5)),
        "pedicle_superior": (pedicle, (0, 0, 1)),
        "pedicle_inferior": (pedicle, (0, 0, -1)),
        "pedicle_medial": (pedicle, (-1, 0, 0)),
        "pedicle_lateral": (pedicle, (1, 0, 0)),
        **_rim(
            s.point("tp_side"),
            0.5 * (s.point("tp_rear") + s.point("tp_back")),
            s.point("tf_in") + np.array([-s["tf_radius"] - 1.0, -1.0, 0.5]),
            tip,
            s.point("tf_in"),
        ),
    }
    inner = {
        "body_centre": np.zeros(3),
        "pedicle_centre": pedicle,
        "articular_pillar_centre": 0.5 * (waist + base),
    }
    return cast(field, middle, left, inner)


def occiput_landmarks(shape: VertebraShape, field: Field, face: CurvedFacet) -> dict[str, Landmark]:
    """All landmarks of the base of the occiput in its own frame."""
    s = shape
    behind = np.array([0.0, s["magnum_half_length"] + 4.0, s["opisthion_z"]])
    middle: Rays = {
        "basion": (s.midline("basilar_rear") + np.array([0.0, -1.0, 0.5]), (0, 1, -0.6)),
        "opisthion": (behind, (0, -1, 0)),
        "external_occipital_protuberance": (s.midline("protuberance"), (0, 1, -0.7)),
    }
    left: Rays = {
        "occipital_condyle": _face_ray(face),
        "jugular_process": (s.point("jugular_process"), (1, -0.3, 0)),
        "superior_nuchal_line": (s.point("nuchal2"), (0.4, 1, -0.6)),
    }
    return cast(field, middle, left, {})
