"""The costal facet of T12: a shallow socket for the head of the twelfth rib, on the body and pedicle."""

from __future__ import annotations

import numpy as np

from spine_viewer.anatomy.bones.vertebra_arch import pedicle_isthmus
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.field.primitives import Ellipsoid, sphere, unit

OUTWARD = unit([0.95, 0.3, 0.0])  # the rib comes from the side and a little from behind


def has_costal_facet(shape: VertebraShape) -> bool:
    """Whether this vertebra carries a rib."""
    return shape["costal_radius"] > 0.0


def costal_centre(shape: VertebraShape) -> Array:
    """Centre (3,) of the left costal facet, mm."""
    waist = pedicle_isthmus(shape)
    return waist + np.array([0.5 * shape["PDW"] + shape["costal_out"], -shape["costal_forward"], shape["costal_up"]])


def costal_pad(shape: VertebraShape) -> Ellipsoid:
    """Low round platform that carries the facet."""
    radius = shape["costal_radius"]
    side = unit(np.cross([0.0, 0.0, 1.0], OUTWARD))
    axes = np.array([OUTWARD, side, np.array([0.0, 0.0, 1.0])])
    return Ellipsoid(costal_centre(shape) - 2.0 * OUTWARD, np.array([3.2, radius, radius]), axes)


def costal_hollow(shape: VertebraShape) -> Ellipsoid:
    """Ball that hollows the platform by under 1 mm."""
    ball = 1.7 * shape["costal_radius"]
    return sphere(costal_centre(shape) + (ball - 0.4) * OUTWARD, ball)
