"""Reads ``annotations/facet_joints.json``: every joint with its bones and nerves, before it is found on a spine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

from spine_viewer.anatomy.braces import require_braces
from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.anatomy.ids import SIDES
from spine_viewer.anatomy.read_json import read_model


class JointEntry(BaseModel):
    """A joint on both sides.

    ``bones``: upper and lower, with ``{side}`` where they come in pairs; ``face``: the joint face of the lower bone;
    ``nerves``: those that supply it, without side; ``medial_branch_target``: whether any of them can be treated where
    it crosses bone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    kind: str
    bones: tuple[str, str]
    face: str = "superior_articular_facet"
    nerves: tuple[str, ...]
    medial_branch_target: bool = True
    source: str
    status: str
    note: str = ""

    @model_validator(mode="after")
    def _braces_are_known(self) -> JointEntry:
        require_braces(self.bones, ("side",))
        return self


@dataclass(frozen=True)
class JointAt:
    """A joint of the file on one side."""

    entry: JointEntry
    side: str

    @property
    def id(self) -> str:
        """``facet:L4-L5:left``."""
        return f"{self.entry.id}:{self.side}"

    @property
    def bones(self) -> tuple[str, str]:
        """Upper and lower bone."""
        upper, lower = (bone.format(side=self.side) for bone in self.entry.bones)
        return upper, lower

    @property
    def face(self) -> str:
        """Name of the joint face on the lower bone."""
        return f"{self.entry.face}:{self.side}"

    @property
    def nerves(self) -> tuple[str, ...]:
        """Ids of the nerves that supply it."""
        return tuple(f"{nerve}:{self.side}" for nerve in self.entry.nerves)


class JointFile(BaseModel):
    """Content of ``facet_joints.json``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    joints: tuple[JointEntry, ...]

    def on_both_sides(self) -> Iterator[JointAt]:
        """Every joint, left before right, in the order of the file."""
        for entry in self.joints:
            for side in SIDES:
                yield JointAt(entry, side)


@lru_cache(maxsize=2)
def load_joints(path: Path | None = None) -> JointFile:
    """Joints from ``path`` (default: the shipped file)."""
    return read_model(path or annotations_folder() / "facet_joints.json", JointFile)
