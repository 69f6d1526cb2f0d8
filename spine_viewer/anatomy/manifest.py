"""The list of shipped meshes: what they are made of, where their landmarks lie, and how they stand."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from spine_viewer.anatomy.folders import meshes_folder
from spine_viewer.anatomy.read_json import read_model

GENERATOR = "1"


class ManifestLandmark(BaseModel):
    """A landmark in the bone frame, mm."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    point: tuple[float, float, float]
    kind: str


class ManifestFace(BaseModel):
    """A joint face in the bone frame, mm."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    centre: tuple[float, float, float]
    normal: tuple[float, float, float]
    up: tuple[float, float, float]
    half_width_mm: float
    half_height_mm: float


class ManifestBone(BaseModel):
    """A bone: its files by detail (``display``, ``coarse``, ``inner``), figures, landmarks and joint faces.

    ``box``: its lowest and highest corner in its own frame, mm.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    sha256: dict[str, str]
    triangles: dict[str, int]
    genus: int
    volume_mm3: float
    box: tuple[tuple[float, float, float], tuple[float, float, float]]
    dimensions: dict[str, float]
    landmarks: dict[str, ManifestLandmark]
    faces: dict[str, ManifestFace]


class ManifestSoft(BaseModel):
    """A soft structure in one pose: file, kind, number of triangles."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    file: str
    kind: str
    triangles: int
    sha256: str


class ManifestNerve(BaseModel):
    """A laid nerve in one pose; ``path`` in world mm."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: str
    level: str
    side: str
    path: tuple[tuple[float, float, float], ...]
    diameter_mm: float
    crosses: str | None
    joints: tuple[str, ...]
    target: int | None
    source: str
    status: str


class ManifestPose(BaseModel):
    """A pose: (4, 4) transforms of the bones, soft structures and nerves."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    bones: dict[str, tuple[tuple[float, ...], ...]]
    soft: dict[str, ManifestSoft]
    nerves: dict[str, ManifestNerve]


class Manifest(BaseModel):
    """Content of ``meshes/manifest.json``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    generator: str
    bones: dict[str, ManifestBone]
    poses: dict[str, ManifestPose]


@lru_cache(maxsize=2)
def load_manifest(folder: Path | None = None) -> Manifest:
    """Manifest of a mesh folder (default: the shipped one)."""
    return read_model((folder or meshes_folder()) / "manifest.json", Manifest)


def file_sha256(path: Path) -> str:
    """Checksum of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
