"""Finds each joint of ``annotations/facet_joints.json`` on a posed spine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from spine_viewer.anatomy.present import present
from spine_viewer.anatomy.rigid import apply

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Joint, Spine


def find_joints(spine: Spine) -> Iterator[Joint]:
    """Every joint of the file, on both sides, whose bones the spine has."""
    from spine_viewer.anatomy.spine import Joint

    for found in present(spine.bones).joints:
        lower = spine.bone(found.bones[1])
        face = lower.entry.faces[found.face]
        yield Joint(
            id=found.id,
            kind=found.entry.kind,
            bones=found.bones,
            side=found.side,
            nerves=found.nerves,
            medial_branch_target=found.entry.medial_branch_target,
            centre=apply(lower.matrix, face.centre),
            normal=lower.matrix[:3, :3] @ np.array(face.normal),
            source=found.entry.source,
            status=found.entry.status,
            cartilage_id=f"cartilage:{found.id}",
        )
