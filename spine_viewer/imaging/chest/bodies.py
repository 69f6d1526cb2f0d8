"""Lungs and windpipe as things in the beam."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spine_viewer.anatomy.ids import SIDES
from spine_viewer.imaging.chest.airway import airway
from spine_viewer.imaging.chest.lungs import lung
from spine_viewer.imaging.solids import Solid

TRUNK = "trunk_tissue"


def chest_air(spine: Any, others: Sequence[Solid]) -> list[Solid]:
    """What is filled with air in the chest and neck of a spine.

    Parameters
    ----------
    spine : Spine
    others : sequence of Solid
        What else is in the beam; whatever lies in the trunk keeps its place, and the lungs give way.

    Returns
    -------
    list of Solid
        Both lungs and the airway; nothing where no rib is in the beam.
    """
    if not any(solid.name.startswith("rib") for solid in others):
        return []
    keep = [solid.triangles for solid in others if solid.replaces == TRUNK]
    lungs = [Solid(f"lung:{side}", lung(spine, side, keep), "lung", TRUNK) for side in SIDES]
    return [*lungs, Solid("airway", airway(spine), "air", TRUNK)]
