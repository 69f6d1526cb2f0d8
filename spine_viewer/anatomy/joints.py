"""Reads ``annotations/facet_joints.json`` and finds each joint on a posed spine."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.read_json import read_model
from spine_viewer.anatomy.rigid import apply

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Joint, Spine


class JointEntry(BaseModel):
    """A joint on both sides: its bones (upper, lower) and the nerves that supply it, without side."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    kind: str
    bones: tuple[str, str]
    nerves: tuple[str, ...]
    source: str
    status: str


class JointFile(BaseModel):
    """Content of ``facet_joints.json``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    joints: tuple[JointEntry, ...]


@lru_cache(maxsize=1)
def load_joints() -> JointFile:
    """The shipped joints."""
    return read_model(annotations_folder() / "facet_joints.json", JointFile)


def find_joints(spine: Spine) -> Iterator[Joint]:
    """Every joint of the file on both sides of a spine."""
    from spine_viewer.anatomy.spine import Joint

    for entry in load_joints().joints:
        for side in SIDES:
            sacroiliac = entry.kind == "sacroiliac"
            bones = (f"hip_{side}", "sacrum") if sacroiliac else entry.bones
            face_name = f"{'auricular_surface' if sacroiliac else 'superior_articular_facet'}:{side}"
            lower = spine.bone(bones[1])
            face = lower.entry.faces[face_name]
            name = f"{entry.id}:{side}"
            yield Joint(
                id=name,
                kind=entry.kind,
                bones=bones,
                side=side,
                nerves=tuple(f"{nerve}:{side}" for nerve in entry.nerves),
                centre=apply(lower.matrix, face.centre),
                normal=lower.matrix[:3, :3] @ np.array(face.normal),
                source=entry.source,
                status=entry.status,
                cartilage_id=f"cartilage:{name}",
                _spine=spine,
            )
