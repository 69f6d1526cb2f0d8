"""The lumbar vertebrae L1 to L5, and T12 whose lower facets meet L1."""

from __future__ import annotations

from spine_viewer.anatomy.bones.model import BoneModel
from spine_viewer.anatomy.bones.vertebra import build


def build_lumbar(level: str) -> BoneModel:
    """One of T12, L1, L2, L3, L4, L5, in its own frame (mm), without clearance from its neighbours.

    Raises
    ------
    InputError
        If ``level`` is not one of those.
    """
    return build(level)
