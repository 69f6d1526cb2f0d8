"""Surface relief of atlas, axis and occiput: that of the other vertebrae, without vascular pits."""

from __future__ import annotations

from spine_viewer.anatomy.bones.curved_facet import CurvedFacet
from spine_viewer.anatomy.bones.vertebra_shape import VertebraShape
from spine_viewer.anatomy.bones.vertebra_texture import textured
from spine_viewer.anatomy.field.base import Field


def relieved(field: Field, shape: VertebraShape, faces: tuple[CurvedFacet, ...], strength: float) -> Field:
    """``field`` with slow asymmetry and fine grain that fade out near the joint faces; unchanged at strength 0."""
    if strength <= 0.0:
        return field
    bare = shape.with_values({"pits": 0.0})
    return textured(field, bare, faces[0].frame(), faces[-1].frame(), strength)
