"""Manifest entries of varied bones: where landmarks and joint faces have gone."""

from __future__ import annotations

import numpy as np
import pyvista as pv

from spine_viewer.anatomy.field.base import Array
from spine_viewer.anatomy.manifest import ManifestBone, ManifestFace
from spine_viewer.anatomy.nearest import MeshDistance
from spine_viewer.anatomy.variation.bone_map import BoneMap

OFF_MM = 0.1  # a surface landmark further off than this is set on the surface again
INSIDE_MM = 0.6


def varied_entry(entry: ManifestBone, mesh: pv.PolyData, marks: dict[str, Array], bone_map: BoneMap) -> ManifestBone:
    """The entry of a bone whose display mesh is now ``mesh`` and whose landmarks have been carried to ``marks``.

    The dimensions of the default bone do not hold any more and are left out; ``sha256`` is empty, as no file is.
    """
    body = MeshDistance(mesh)
    landmarks = {}
    for name, mark in entry.landmarks.items():
        distance, found = body.closest(marks[name])
        point = found if mark.kind == "surface" and abs(distance) > OFF_MM else marks[name]
        landmarks[name] = mark.model_copy(update={"point": _triple(point)})
    points = np.asarray(mesh.points)
    return entry.model_copy(
        update={
            "sha256": {},
            "volume_mm3": round(float(mesh.volume), 1),
            "box": (_triple(points.min(axis=0)), _triple(points.max(axis=0))),
            "dimensions": {},
            "landmarks": landmarks,
            "faces": {name: _face(face, bone_map) for name, face in entry.faces.items()},
        }
    )


def _triple(point: Array) -> tuple[float, float, float]:
    x, y, z = map(float, point)
    return x, y, z


def _face(face: ManifestFace, bone_map: BoneMap) -> ManifestFace:
    centre, normal, up = (np.array(value) for value in (face.centre, face.normal, face.up))
    across = np.cross(up, normal)
    along, across = bone_map.directions(centre, np.array([up - (up @ normal) * normal, across]))
    out = np.cross(across, along) * np.sign(np.cross(across, along) @ normal)
    out /= np.linalg.norm(out)
    size = float(np.cbrt(np.prod(bone_map.scale)))
    return ManifestFace(
        centre=_triple(bone_map(centre[None])[0]),
        normal=_triple(out),
        up=_triple(along),
        half_width_mm=face.half_width_mm * size,
        half_height_mm=face.half_height_mm * size,
    )
