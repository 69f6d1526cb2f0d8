"""Spines that differ from the default one: sex, stature, asymmetry, facet tropism, worn discs and arthritic joints.

The shipped anatomy is carried through one smooth map of space per bone (size, asymmetry, tropism, new bone), the column
is stacked anew (narrowed discs), bones that now come too close give way to each other, and everything soft follows the
bones it lies at. Meshes keep their triangles, so they stay closed and keep their tunnels.
"""

from spine_viewer.anatomy.variation.request import Variation

__all__ = ["Variation"]
