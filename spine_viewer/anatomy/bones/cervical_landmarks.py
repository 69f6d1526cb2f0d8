"""Landmarks of a vertebra of the neck, found on its surface by rays from the builder's own parameters."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.cervical_arch import (
    horn_end,
    lamina_middle,
    pedicle_isthmus,
    pillar_line,
    pillar_waist,
    spinous_middle,
)
from spine_viewer.anatomy.bones.cervical_body import uncus_crest
from spine_viewer.anatomy.bones.cervical_joint import endplate_centre
from spine_viewer.anatomy.bones.cervical_transverse import (
    anterior_tubercle,
    foramen_centre,
    groove_line,
    posterior_tubercle,
)
from spine_viewer.anatomy.bones.curved_facet import CurvedFacet
from spine_viewer.anatomy.bones.model import Landmark
from spine_viewer.anatomy.bones.upper_landmarks import Rays, cast
from spine_viewer.anatomy.bones.vertebra_landmarks import LEFT, RIGHT
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array, Field
from spine_viewer.anatomy.field.mesher import project

RIM_SHARE = 0.38  # of the depth: where a ray meets the rim


def _endplates(shape: VertebraShape) -> Rays:
    """Rays to the centres and rims of both endplates."""
    s = shape
    rays: Rays = {}
    for name, end, width, depth in (("superior", 1, s["EPWu"], s["EPDu"]), ("inferior", -1, s["EPWl"], s["EPDl"])):
        up, middle = np.array([0.0, 0.0, float(end)]), endplate_centre(s, end)
        inside = middle - 1.2 * up
        slant = 0.5 * (s["VBHp"] - s["VBHa"]) * RIM_SHARE * end
        rays[f"{name}_endplate_centre"] = (inside, up)
        rays[f"{name}_endplate_anterior"] = (inside + np.array([0.0, -RIM_SHARE * depth, -slant]), up)
        rays[f"{name}_endplate_posterior"] = (inside + np.array([0.0, RIM_SHARE * depth, slant]), up)
        rays[f"{name}_endplate_left"] = (inside + np.array([RIM_SHARE * width, 0.0, 0.0]), up)
        rays[f"{name}_endplate_right"] = (inside + np.array([-RIM_SHARE * width, 0.0, 0.0]), up)
    return rays


def _foramen_rim(shape: VertebraShape, field: Field) -> dict[str, Landmark]:
    """Points on the four walls of each transverse foramen."""
    s = shape
    reach = {
        "medial": np.array([-s["tf_half_width"], 0.0, 0.0]),
        "lateral": np.array([s["tf_half_width"], 0.0, 0.0]),
        "anterior": np.array([0.0, -s["tf_half_depth"], 0.0]),
        "posterior": np.array([0.0, s["tf_half_depth"], 0.0]),
    }
    level = {"medial": 0.0, "lateral": s["lm_z"], "anterior": s["ab_mid_z"], "posterior": s["pb_root_z"]}
    lean = np.array([s["tf_lean_x"], s["tf_lean_y"], 1.0])
    centre = foramen_centre(s)
    walls = {
        f"transverse_foramen_{name}:{side}": (centre + (level[name] - centre[2]) * lean + offset) * flip
        for name, offset in reach.items()
        for side, flip in (("left", LEFT), ("right", RIGHT))
    }
    points = project(field, np.array(list(walls.values())), steps=6)
    return {name: Landmark(point) for name, point in zip(walls, points, strict=True)}


def _process_rays(shape: VertebraShape, upper: CurvedFacet, lower: CurvedFacet) -> Rays:
    """Rays to the left processes, pillar, lamina and pedicle."""
    s = shape
    isthmus, waist, line = pedicle_isthmus(s), pillar_waist(s), pillar_line(s, upper, lower)
    front, rear = anterior_tubercle(s), posterior_tubercle(s)
    floor = groove_line(s)[1]
    crest = np.array([uncus_crest(s) - 0.5, 0.35 * 0.5 * s["EPDu"] + s["body_shear"], 0.35 * s["VBHp"]])
    return {
        "pedicle_superior": (isthmus, (0, 0, 1)),
        "pedicle_inferior": (isthmus, (0, 0, -1)),
        "pedicle_medial": (isthmus, (-1, 0.8, 0)),
        "pedicle_lateral": (isthmus, (1, -0.8, 0)),
        "superior_articular_facet": (upper.centre - 1.2 * upper.normal, upper.normal),
        "inferior_articular_facet": (lower.centre - 1.2 * lower.normal, lower.normal),
        "superior_articular_process_tip": (line[0], (0, 0, 1)),
        "inferior_articular_process_tip": (line[-1], (0, 0, -1)),
        "articular_pillar_waist": (waist, (1, 0, 0)),
        "articular_pillar_anterior": (waist + np.array([1.5, 0.0, 0.0]), (0, -1, 0)),
        "articular_pillar_posterior": (waist, (0, 1, 0)),
        "pars_interarticularis": (waist - np.array([1.0, 0.0, 0.0]), (0, 1, 0.3)),
        "lamina": (lamina_middle(s), (0.3, 1, 0.2)),
        "uncinate_process": (crest, (0, 0, 1)),
        "anterior_tubercle": (front, (0.5, -1, 0)),
        "posterior_tubercle": (rear, (0.8, 0.3, -0.6)),
        "transverse_process_tip": (rear, (1, 0, 0)),
        "nerve_groove": (np.array([floor[0], floor[1], s["lm_z"]]), (0, 0, 1)),
    }


def cervical_landmarks(
    shape: VertebraShape, field: Field, upper: CurvedFacet, lower: CurvedFacet
) -> dict[str, Landmark]:
    """All landmarks of one vertebra of the neck in its own frame; surface points lie on the zero level of ``field``."""
    s = shape
    middle = _endplates(s)
    middle["spinous_process_superior"] = (spinous_middle(s), (0, 0, 1))
    middle["spinous_process_tip"] = (s.midline("sp_tip") - np.array([0.0, 2.0, -1.0]), (0, 1, 0.3))
    left = _process_rays(s, upper, lower)
    left["spinous_process_tubercle"] = (horn_end(s), (0.5, 1, 0))
    inner: dict[str, Array] = {
        "body_centre": np.zeros(3),
        "pedicle_centre": pedicle_isthmus(s),
        "articular_pillar_centre": pillar_waist(s),
    }
    return cast(field, middle, left, inner) | _foramen_rim(s, field)
