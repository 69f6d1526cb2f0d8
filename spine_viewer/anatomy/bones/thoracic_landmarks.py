"""Landmarks of a thoracic vertebra, found on its surface by rays from the builder's own parameters."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.model import Landmark
from spine_viewer.anatomy.bones.thoracic_arch import inferior_process
from spine_viewer.anatomy.bones.thoracic_costal import NAMES, costal_facets
from spine_viewer.anatomy.bones.thoracic_processes import plate_point, spinous_line, transverse_bar
from spine_viewer.anatomy.bones.vertebra_arch import lamina_middle, pedicle_isthmus
from spine_viewer.anatomy.bones.vertebra_joint import FacetFrame
from spine_viewer.anatomy.bones.vertebra_landmarks import LEFT, RIGHT, body_rays, surface_along
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array, Field

Ray = tuple[Array, object]


def _side_rays(shape: VertebraShape, upper_face: FacetFrame, lower_face: FacetFrame) -> dict[str, Ray]:
    """Start and direction of the left rays."""
    s = shape
    isthmus, plate, wing = pedicle_isthmus(s), inferior_process(s, lower_face), transverse_bar(s)
    tip = wing.nodes[-1]
    rays: dict[str, Ray] = {
        "pedicle_superior": (isthmus, (0, 0, 1)),
        "pedicle_inferior": (isthmus, (0, 0, -1)),
        "pedicle_medial": (isthmus, (-1, 0, 0)),
        "pedicle_lateral": (isthmus, (1, 0, 0)),
        "superior_articular_facet": (upper_face.centre - 1.5 * upper_face.normal, upper_face.normal),
        "superior_articular_process_tip": (plate_point(s, upper_face, 0.6), (0, 0, 1)),
        "superior_articular_process_neck": (plate_point(s, upper_face, -0.5), (1, 0, 0)),
        "inferior_articular_facet": (lower_face.centre - 1.5 * lower_face.normal, lower_face.normal),
        "inferior_articular_process_tip": (plate.nodes[-1], (0, 0, -1)),
        "transverse_process_tip": (tip - wing.tangents[-1], wing.tangents[-1]),
        "transverse_process_superolateral": (tip, (0.6, 0.1, 0.8)),
        "pars_interarticularis": (s.point("pars"), (0.0, 1, 0)),
        "lamina": (lamina_middle(s), (0, 1, 0.2)),
    }
    for place, facet in costal_facets(s).items():
        rays[NAMES[place]] = (facet.centre - 2.0 * facet.normal, facet.normal)
    return rays


def thoracic_landmarks(
    shape: VertebraShape, field: Field, upper_face: FacetFrame, lower_face: FacetFrame
) -> dict[str, Landmark]:
    """All landmarks of one vertebra in its own frame, by name; surface points lie on the zero level of ``field``."""
    rays: dict[str, Ray] = dict(body_rays(shape))
    for side, flip in (("left", LEFT), ("right", RIGHT)):
        for name, (start, ray) in _side_rays(shape, upper_face, lower_face).items():
            rays[f"{name}:{side}"] = (start * flip, np.asarray(ray, dtype=float) * flip)
    _, middle, tip = spinous_line(shape)
    along = tip - middle
    rays["spinous_process_tip"] = (tip, along)
    rays["spinous_process_superior"] = (middle, np.array([0.0, -along[2], along[1]]))
    starts = np.array([ray[0] for ray in rays.values()])
    points = surface_along(field, starts, np.array([ray[1] for ray in rays.values()]))
    found = {"body_centre": Landmark(np.zeros(3), "interior")}
    found |= {name: Landmark(point) for name, point in zip(rays, points, strict=True)}
    for side, flip in (("left", LEFT), ("right", RIGHT)):
        found[f"pedicle_centre:{side}"] = Landmark(pedicle_isthmus(shape) * flip, "interior")
    return found
